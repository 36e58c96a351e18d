using LungSeg.Core.Formats.Arrays;
using LungSeg.Core.Model;

namespace LungSeg.Core.Datasets;

/// <summary>Figures of the arrays of one row.</summary>
/// <param name="Mask">Figures of the mask; null without one.</param>
/// <param name="Hu">Figures of hu_array; null without one.</param>
/// <param name="HuOld">Figures of hu_array_old; null without one.</param>
public sealed record RowFigures(ArrayFigures? Mask, ArrayFigures? Hu, ArrayFigures? HuOld)
{
    /// <summary>The row's <see cref="ContentKey"/>, or null.</summary>
    public string? Key { get; init; }

    /// <summary>Figures of one of the data set's columns; null where the row has no such array.</summary>
    public ArrayFigures? this[string column] =>
        column switch
        {
            DatasetColumns.Mask => Mask,
            DatasetColumns.Hu => Hu,
            DatasetColumns.HuOld => HuOld,
            _ => null,
        };

    /// <summary>Figures of one column over several rows; null where no row has such an array.</summary>
    public static ArrayFigures? Total(IReadOnlyList<RowFigures> rows, string column)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArrayFigures? total = null;
        foreach (var row in rows)
        {
            if (row[column] is { } figures)
            {
                total = (total ?? ArrayFigures.None).With(figures);
            }
        }

        return total;
    }

    /// <summary>Reads all pixels of a row.</summary>
    /// <exception cref="Bytes.DatasetFormatException">The file has changed since it was indexed.</exception>
    public static RowFigures Compute(CtSample sample)
    {
        ArgumentNullException.ThrowIfNull(sample);
        var row = sample.Row;
        ArrayFigures? ComputeArray(ArrayInfo? array) =>
            array is { DType.IsNumeric: true } ? ArrayFigures.Compute(sample.ReadValues(array)) : null;
        return new RowFigures(
            ComputeArray(row.FoundMask),
            ComputeArray(row.FoundHu),
            row.HuIsHuOld ? ComputeArray(row.FoundHu) : ComputeArray(row.FoundHuOld)
        )
        {
            Key = ContentKey.Compute(sample),
        };
    }
}
