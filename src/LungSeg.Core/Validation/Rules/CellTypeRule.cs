using LungSeg.Core.Datasets;
using LungSeg.Core.Formats;
using LungSeg.Core.Formats.Arrays;
using LungSeg.Core.Model;

namespace LungSeg.Core.Validation.Rules;

/// <summary>A cell has another kind than its column requires.</summary>
internal sealed class CellTypeRule : IRowRule
{
    public RuleInfo Info { get; } =
        new()
        {
            Id = "LS004",
            Name = "cell-type",
            Severity = Severity.Error,
            ReadsPixels = false,
            MilderSeverity = Severity.Note,
            Summary = "a cell holds something else than its column is for",
            Why = "Loaders stop at it or, worse, make a number of it.",
            Remedy = "Store labels as text and each mask and slice as a two-dimensional array of numbers.",
        };

    public IEnumerable<Finding> Check(RowCase row)
    {
        var columns = row.Row.Input.Columns;
        if (columns.Label is { } labels && !LabelCell.Read(labels, row.Row.Index).IsRead)
        {
            yield return row.Report(Info, DatasetColumns.Label, $"the label is no text but {labels.Describe(row.Row.Index)}");
        }
        foreach (var (name, column, array) in Arrays(row.Row))
        {
            if (column is not null && Fault(column, row.Row.Index, array) is { } fault)
            {
                yield return row.Report(Info, name, fault);
            }
            else if (column is not null && array is not null && Form(column[row.Row.Index].Array!, array) is { } form)
            {
                yield return row.Report(Info, name, form) with
                {
                    Severity = Info.MilderSeverity!.Value,
                };
            }
        }
    }

    private static IEnumerable<(string Name, TableColumn? Column, ArrayInfo? Array)> Arrays(DatasetRow row) =>
        [
            (DatasetColumns.Mask, row.Input.Columns.Mask, row.FoundMask),
            (DatasetColumns.Hu, row.Input.Columns.Hu, row.FoundHu),
            (DatasetColumns.HuOld, row.Input.Columns.HuOld, row.FoundHuOld),
        ];

    /// <summary>The form of a slice that is read and is no plain array [row, col]; null for a plain one.</summary>
    private static string? Form(ArrayInfo stored, ArrayInfo slice) =>
        !ReferenceEquals(stored, slice) ? $"a slice of shape ({string.Join(", ", stored.Shape)}) is read as [row, col]"
        : slice.Decoder is MaskedValues ? "a masked array is read with its masked pixels as 0 in a mask and NaN in HU"
        : slice.Decoder is IObjectNumbers ? "a nested list is read as an array"
        : null;

    private static string? Fault(TableColumn column, long row, ArrayInfo? array)
    {
        if (array is null)
        {
            return column[row].Kind == CellKind.Missing ? "the array is missing" : $"an array is expected, found {column.Describe(row)}";
        }
        if (!array.DType.IsNumeric)
        {
            return $"numbers are expected, found dtype {array.DType.Name}";
        }
        return SliceShape.IsSlice(array)
            ? null
            : $"an array [row, col] of at least 2 x 2 is expected, found shape ({string.Join(", ", array.Shape)})";
    }
}
