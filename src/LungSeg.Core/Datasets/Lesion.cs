using System.Numerics.Tensors;
using LungSeg.Core.Formats.Arrays;
using LungSeg.Core.Formats.Masks;

namespace LungSeg.Core.Datasets;

/// <summary>The lesion of a row as a mask of bytes.</summary>
public static class Lesion
{
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
    /// <exception cref="Bytes.DatasetFormatException">The file has changed since it was indexed.</exception>
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
        var lesion = new byte[mask.Count];
        Read(sample, mask, lesion, values);
        return lesion.AsSpan().Count((byte)1);
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
    }
}
