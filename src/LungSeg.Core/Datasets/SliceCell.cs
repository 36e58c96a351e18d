using LungSeg.Core.Bytes;
using LungSeg.Core.Formats;
using LungSeg.Core.Formats.Arrays;
using LungSeg.Core.Model;

namespace LungSeg.Core.Datasets;

/// <summary>The cells of a row that must hold a slice: masks and HU. What holds something else is never read as an empty slice.</summary>
internal static class SliceCell
{
    /// <summary>The slice in a cell, or the array there that is no slice; null where the cell holds no array.</summary>
    public static ArrayInfo? Find(TableColumn? column, long row) =>
        column?[row].Array is { } array ? SliceForms.Find(array) ?? array : null;

    /// <summary>As <see cref="Find"/>, for HU.</summary>
    public static ArrayInfo? FindHu(TableColumn? column, long row) =>
        column?[row].Array is { } array ? SliceForms.FindHu(array) ?? array : null;

    /// <summary>The slice of a column, or null where its cell is missing.</summary>
    /// <exception cref="DatasetFormatException">The cell holds something else, or two columns have the name.</exception>
    public static ArrayInfo? Require(DatasetRow row, ArrayInfo? found, string column)
    {
        if (found is { DType.IsNumeric: true, Shape.Count: 2 })
        {
            return found;
        }
        if (row.Input.Columns.Find(column) is not { } cells)
        {
            row.Input.Columns.RefuseTwins(row.Input.Source.Name, column);
            return null;
        }
        return cells[row.Index] is { Kind: CellKind.Missing } or { Value: double.NaN }
            ? null
            : throw Refusal(row, column, cells.Describe(row.Index));
    }

    /// <summary>The error for a cell that holds no slice.</summary>
    public static DatasetFormatException Refusal(DatasetRow row, string column, string found) =>
        Refusal(row, column, "a slice [row, col] of numbers", found);

    /// <summary>The error for a cell that holds something else than is needed.</summary>
    public static DatasetFormatException Refusal(DatasetRow row, string column, string needed, string found) =>
        FormatError.Unsupported(row.Input.Source.Name, $"row {row.Name}, column {column}: {needed} is needed, found {found}");

    /// <summary>The error for a mask that lies elsewhere than its image.</summary>
    public static DatasetFormatException RefuseMask(DatasetRow row, string fault) =>
        FormatError.Unsupported(
            row.Input.Source.Name,
            $"row {row.Name}: {fault}",
            new RequestHint(RequestParameter.MaskPlace, "index|world")
        );

    /// <summary>The error for a label that is neither text nor a number.</summary>
    public static DatasetFormatException RefuseLabel(DatasetRow row) =>
        FormatError.Unsupported(
            row.Input.Source.Name,
            $"row {row.Name}, column {DatasetColumns.Label}: text or a number is needed, "
                + $"found {row.Input.Columns.Label!.Describe(row.Index)}"
        );

    /// <summary>The column of a row whose slice an array is.</summary>
    public static string ColumnOf(DatasetRow row, ArrayInfo array) =>
        ReferenceEquals(array, row.FoundMask) ? DatasetColumns.Mask
        : ReferenceEquals(array, row.FoundHu) ? DatasetColumns.Hu
        : DatasetColumns.HuOld;

    /// <summary>The shape of a picture as it is stored.</summary>
    public static string Text(ArrayInfo array) => $"shape ({string.Join(", ", array.StoredShape)})";
}
