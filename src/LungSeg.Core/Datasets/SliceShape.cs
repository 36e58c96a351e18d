using System.Diagnostics.CodeAnalysis;
using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Arrays;
using LungSeg.Core.Model;

namespace LungSeg.Core.Datasets;

/// <summary>Decides which arrays are slices, and gives their size.</summary>
internal static class SliceShape
{
    private const int SmallestSide = 2;
    private const int MaxPixels = 1 << 27;

    /// <summary>Whether an array is a slice that can be thresholded: numbers, [row, col], with sides within limits.</summary>
    public static bool IsSlice([NotNullWhen(true)] ArrayInfo? array) =>
        HoldsPixels(array) && array.Shape is [>= SmallestSide, >= SmallestSide];

    /// <summary>Whether an array holds numbers, [row, col], with sides up to the limit; it may be too small to be thresholded.</summary>
    public static bool HoldsPixels([NotNullWhen(true)] ArrayInfo? array) =>
        array is { DType.IsNumeric: true, Shape.Count: 2, Count: > 0 and <= MaxPixels };

    /// <summary>An array that holds pixels; null for none, or for one without a pixel.</summary>
    /// <exception cref="DatasetFormatException">It has too many pixels.</exception>
    public static ArrayInfo? FindPixels(DatasetRow row, ArrayInfo? array) =>
        HoldsPixels(array) ? array
        : array is not { Count: > MaxPixels } ? null
        : throw FormatError.TooLarge(row.Input.Source.Name, $"number of pixels in row {row.Name}", array.Count, MaxPixels);

    /// <summary>The common size of a row's HU arrays.</summary>
    /// <exception cref="DatasetFormatException">
    /// An array is missing or is not a slice, the shapes differ, or a side is out of range.
    /// </exception>
    public static SliceSize GetSize(DatasetRow row, bool needsHu)
    {
        var name = row.Input.Source.Name;
        var size = GetHuOldSize(row);
        if (needsHu && row.Hu is null)
        {
            throw Absent(row, DatasetColumns.Hu);
        }
        if (row is { Hu: { } hu, HuOld: { } old } && !hu.Shape.SequenceEqual(old.Shape))
        {
            throw FormatError.Mismatch(
                name,
                $"shape of {DatasetColumns.Hu} in row {row.Name}",
                $"({string.Join(", ", hu.Shape)})",
                $"({string.Join(", ", old.Shape)}) as {DatasetColumns.HuOld}"
            );
        }
        return size;
    }

    /// <summary>The size of a row's hu_array_old, whatever its hu_array is.</summary>
    /// <exception cref="DatasetFormatException">The array is missing or is not a slice, or a side is out of range.</exception>
    public static SliceSize GetHuOldSize(DatasetRow row)
    {
        var name = row.Input.Source.Name;
        if (row.HuOld is not { } old)
        {
            throw Absent(row, DatasetColumns.HuOld);
        }
        if (old.Shape is not [var height and >= SmallestSide, var width and >= SmallestSide] || old.Count > MaxPixels)
        {
            throw FormatError.Unsupported(
                name,
                $"row {row.Name} has shape ({string.Join(", ", old.Shape)}); a slice of at least {SmallestSide} x {SmallestSide} "
                    + "pixels is needed"
            );
        }
        return new SliceSize((int)height, (int)width);
    }

    private static DatasetFormatException Absent(DatasetRow row, string column) =>
        FormatError.Unsupported(
            row.Input.Source.Name,
            $"row {row.Name} has no {column}",
            row.Input.ColumnNames.Contains(column) ? new RequestHint(RequestParameter.Rows) : null
        );
}
