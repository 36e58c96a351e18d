using System.Globalization;
using System.Numerics.Tensors;
using LungSeg.Core.Formats.Arrays;
using LungSeg.Core.Formats.Masks;
using LungSeg.Core.Model;

namespace LungSeg.Core.Datasets;

/// <summary>The lesion of a row as a mask of bytes.</summary>
public static class Lesion
{
    /// <summary>The most values that a mask of classes has but 0. HU have more.</summary>
    private const int MostValues = 255;

    /// <summary>As <see cref="ReadMask"/>, for what is made of the lesion: values that are no mask are refused.</summary>
    /// <exception cref="Bytes.DatasetFormatException">The mask has as many values as HU have, or its file has changed.</exception>
    public static byte[] RequireMask(CtSample sample, ArrayInfo slice)
    {
        RefuseHu(sample);
        return ReadMask(sample, slice);
    }

    /// <summary>
    /// 1 where the row's mask is neither 0 nor NaN, [row, col] in C order; empty without a mask of the shape of <paramref name="slice"/>.
    /// </summary>
    /// <exception cref="Bytes.DatasetFormatException">The file has changed since it was indexed.</exception>
    public static byte[] ReadMask(CtSample sample, ArrayInfo slice)
    {
        ArgumentNullException.ThrowIfNull(sample);
        ArgumentNullException.ThrowIfNull(slice);
        if (sample.Row.Mask is not { } mask || !mask.Shape.SequenceEqual(slice.Shape))
        {
            return [];
        }
        var lesion = new byte[mask.Count];
        Read(sample, mask, lesion);
        return lesion;
    }

    /// <summary>Number of pixels of the row's lesion; null without a mask.</summary>
    /// <exception cref="Bytes.DatasetFormatException">The mask has as many values as HU have, or its file has changed.</exception>
    public static long? PixelCount(CtSample sample) => PixelCount(sample, null);

    /// <summary>Number of pixels of the row's lesion; null without a mask.</summary>
    /// <param name="sample">The row.</param>
    /// <param name="values">Receives the values of its mask.</param>
    internal static long? PixelCount(CtSample sample, MaskValues? values)
    {
        ArgumentNullException.ThrowIfNull(sample);
        if (sample.Row.Mask is not { DType.IsNumeric: true } mask)
        {
            return null;
        }
        RefuseHu(sample);
        var lesion = new byte[mask.Count];
        Read(sample, mask, lesion, values);
        return lesion.AsSpan().Count((byte)1);
    }

    /// <summary>Reads a row's mask for its values alone.</summary>
    /// <exception cref="Bytes.DatasetFormatException">The mask has as many values as HU have, or its file has changed.</exception>
    internal static void FindValues(CtSample sample)
    {
        if (sample.Row.Mask is not { DType: { IsNumeric: true, Kind: not 'b' } } mask)
        {
            return;
        }
        RefuseHu(sample);
        var seen = sample.Row.Input.MaskValues;
        if (mask.DType.ItemSize == 1)
        {
            seen.Add(sample.ReadBytes(mask), mask.DType.Kind == 'i');
        }
        else
        {
            seen.Add(sample.ReadValues(mask));
        }
    }

    /// <summary>Reads a mask as 1 where it is neither 0 nor NaN, [row, col] in C order.</summary>
    /// <exception cref="Bytes.DatasetFormatException">The file has changed since it was indexed.</exception>
    internal static void Read(CtSample sample, ArrayInfo mask, Span<byte> lesion, MaskValues? rowValues = null)
    {
        var seen = sample.Row.Input.MaskValues;
        if (mask.DType is { ItemSize: 1, IsNumeric: true })
        {
            // Read as unsigned bytes, negative values are above 0 too.
            var bytes = sample.ReadBytes(mask);
            seen.Add(bytes, mask.DType.Kind == 'i');
            rowValues?.Add(bytes, mask.DType.Kind == 'i');
            TensorPrimitives.Min(bytes, (byte)1, lesion);
            return;
        }

        var values = sample.ReadValues(mask);
        seen.Add(values);
        rowValues?.Add(values);
        for (var i = 0; i < values.Length; i++)
        {
            lesion[i] = values[i] is 0 or double.NaN ? (byte)0 : (byte)1;
        }
        sample.Forget(mask);
    }

    internal static void RefuseHu(CtSample sample)
    {
        if (sample.Row.Mask is not { DType: { IsNumeric: true, ItemSize: > 1 } } mask)
        {
            return;
        }
        var (values, last) = (new HashSet<double>(), 0.0);
        foreach (var value in sample.ReadValues(mask))
        {
            // Neighbours are mostly equal.
            if (value is 0 or double.NaN || value == last)
            {
                continue;
            }
            last = value;
            if (values.Add(value) && values.Count > MostValues)
            {
                throw SliceCell.Refusal(
                    sample.Row,
                    DatasetColumns.Mask,
                    "a mask",
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"more than {MostValues} values, such as {values.Min()} and {values.Max()}, as HU have"
                    )
                );
            }
        }
    }
}
