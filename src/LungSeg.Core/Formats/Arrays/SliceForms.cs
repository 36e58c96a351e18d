using System.Buffers;
using LungSeg.Core.Bytes;

namespace LungSeg.Core.Formats.Arrays;

/// <summary>The forms in which an array holds one slice: [row, col], [1, row, col], [row, col, 1], and colour pictures.</summary>
internal static class SliceForms
{
    /// <summary>
    /// The slice [row, col] in <paramref name="array"/>; null where it holds none. Every call for one array gives the same instance.
    /// Whether the channels of a colour picture are equal shows only when it is read.
    /// </summary>
    public static ArrayInfo? Find(ArrayInfo array) =>
        (array.DType.IsNumeric, array.Shape) switch
        {
            (true, [_, _]) => array,
            (true, [1, _, _]) => array.GetSlice(static stored => stored.WithoutAxis(0)),
            (true, [_, _, 1]) => array.GetSlice(static stored => stored.WithoutAxis(2)),
            (true, [_, _, 3 or 4]) => array.GetSlice(static stored => stored.Channel(new EqualChannels(stored))),
            _ => null,
        };

    /// <summary>
    /// The slice of HU in <paramref name="array"/>: as <see cref="Find"/>, but masked pixels are NaN where others have 0.
    /// </summary>
    public static ArrayInfo? FindHu(ArrayInfo array) =>
        Find(array) is not { } slice ? null
        : slice.Decoder is MaskedValues masked ? slice.GetSlice(masked.CreateHu)
        : slice;
}

/// <summary>One channel of a picture whose colour channels are equal; alpha is left out.</summary>
internal sealed class EqualChannels(ArrayInfo picture) : IArrayDecoder
{
    private const int Colours = 3;

    public void Decode(IByteSource source, Span<byte> destination)
    {
        var stored = ArrayPool<byte>.Shared.Rent(checked((int)picture.ByteLength));
        try
        {
            var values = stored.AsSpan(0, (int)picture.ByteLength);
            ArrayReader.Read(source, picture, values);
            var size = picture.DType.ItemSize;
            var step = (int)picture.Shape[2] * size;
            for (var (from, to) = (0, 0); from < values.Length; from += step, to += size)
            {
                var first = values.Slice(from, size);
                for (var colour = 1; colour < Colours; colour++)
                {
                    if (!first.SequenceEqual(values.Slice(from + (colour * size), size)))
                    {
                        throw FormatError.Unsupported(source.Name, picture.Payload.Offset, "the colour channels of a picture differ");
                    }
                }
                first.CopyTo(destination[to..]);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(stored);
        }
    }
}

/// <summary>The values of a numpy MaskedArray. Masked elements are 0, or NaN where the array is one of HU.</summary>
internal sealed class MaskedValues : IArrayDecoder
{
    private readonly ArrayInfo _values;
    private readonly ArrayInfo _masked;
    private readonly bool _isHu;

    private MaskedValues(ArrayInfo values, ArrayInfo masked, bool isHu) => (_values, _masked, _isHu) = (values, masked, isHu);

    /// <summary>The array of <paramref name="values"/> with 0 where <paramref name="masked"/>, one byte an element, is not 0.</summary>
    public static ArrayInfo Create(ArrayInfo values, ArrayInfo masked) =>
        ArrayInfo.Decoded(
            values.DType.With(ByteOrder.Little),
            [.. values.Shape],
            values.Payload,
            new MaskedValues(values, masked, isHu: false)
        );

    /// <summary>The same array with NaN in place of 0; integers become float64.</summary>
    public ArrayInfo CreateHu(ArrayInfo slice) =>
        ArrayInfo.Decoded(
            slice.DType.Kind == 'f' ? slice.DType : DType.Float64,
            [.. slice.Shape],
            slice.Payload,
            new MaskedValues(_values, _masked, isHu: true)
        );

    public void Decode(IByteSource source, Span<byte> destination)
    {
        var count = (int)_values.Count;
        var isWidened = _isHu && _values.DType.Kind != 'f';
        var masked = ArrayPool<byte>.Shared.Rent(count);
        var stored = isWidened ? ArrayPool<byte>.Shared.Rent((int)_values.ByteLength) : [];
        try
        {
            var values = isWidened ? stored.AsSpan(0, (int)_values.ByteLength) : destination;
            ArrayReader.Read(source, _values, values);
            ArrayReader.Read(source, _masked, masked.AsSpan(0, count));
            if (isWidened)
            {
                ElementConversion.ToDouble(
                    values,
                    _values.DType,
                    System.Runtime.InteropServices.MemoryMarshal.Cast<byte, double>(destination)
                );
            }
            Blank(masked.AsSpan(0, count), destination, destination.Length / Math.Max(1, count));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(masked);
            ArrayPool<byte>.Shared.Return(stored);
        }
    }

    private void Blank(ReadOnlySpan<byte> masked, Span<byte> values, int size)
    {
        Span<byte> blank = stackalloc byte[8];
        blank.Clear();
        if (_isHu)
        {
            ElementConversion.TryFromDouble([double.NaN], new DType('f', size, ByteOrder.Little), blank[..size]);
        }
        for (var i = 0; i < masked.Length; i++)
        {
            if (masked[i] != 0)
            {
                blank[..size].CopyTo(values[(i * size)..]);
            }
        }
    }
}
