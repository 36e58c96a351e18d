using System.Buffers;
using LungSeg.Core.Bytes;

namespace LungSeg.Core.Formats.Arrays;

/// <summary>Reads the values of an <see cref="ArrayInfo"/> in C order and native byte order, whatever the order in the file.</summary>
internal static class ArrayReader
{
    private const int ChunkBytes = 1 << 20;

    /// <summary>Fills <paramref name="destination"/>, which takes exactly <see cref="ArrayInfo.ByteLength"/> bytes.</summary>
    /// <exception cref="DatasetFormatException">The source is shorter than when it was indexed, a text payload does not decode, or the type
    /// is not numeric.</exception>
    public static void Read(IByteSource source, ArrayInfo array, Span<byte> destination)
    {
        if (!array.DType.IsNumeric)
        {
            throw FormatError.Unsupported(source.Name, array.Payload.Offset, $"values of dtype {array.DType.Name} are not read");
        }
        if (array.Decoder is not null)
        {
            CheckLength(array, destination);
            array.Decoder.Decode(source, destination);
            return;
        }

        ReadStored(source, array, destination);
        if (array.DType.ByteOrder == ByteOrder.Big)
        {
            ElementBytes.Reverse(destination, array.DType.ItemSize);
        }
    }

    /// <summary>Fills <paramref name="destination"/> in C order and in the byte order of the file; for elements of any kind.</summary>
    /// <exception cref="DatasetFormatException">The source is shorter than when it was indexed, or a text payload does not
    /// decode.</exception>
    public static void ReadStored(IByteSource source, ArrayInfo array, Span<byte> destination)
    {
        CheckLength(array, destination);
        if (array.IsContiguousRaw && array.Order == ElementOrder.C)
        {
            source.ReadExactly(array.FirstByte, destination, "array values");
        }
        else if (array.Payload.Encoding == PayloadEncoding.Raw)
        {
            ReadReordered(source, array, destination, array.Payload.Offset + (array.FirstElement * array.DType.ItemSize));
        }
        else
        {
            ReadDecoded(source, array, destination);
        }
    }

    private static void CheckLength(ArrayInfo array, ReadOnlySpan<byte> destination)
    {
        if (destination.Length != array.ByteLength)
        {
            throw new ArgumentException(
                $"the destination holds {destination.Length} bytes, the array {array.ByteLength}",
                nameof(destination)
            );
        }
    }

    private static void ReadDecoded(IByteSource source, ArrayInfo array, Span<byte> destination)
    {
        var size = array.DType.ItemSize;
        var first = array.FirstElement * size;
        if (array.Order == ElementOrder.C)
        {
            PayloadDecoder.DecodeText(source, array.Payload, first, destination, array.TextPlaces, toEnd: !array.IsPart);
            return;
        }

        var span = (LastElement(array) - array.FirstElement + 1) * size;
        if (span > Array.MaxLength)
        {
            throw FormatError.TooLarge(
                source.Name,
                array.Payload.Offset,
                "one array that is written as text, in bytes,",
                span,
                Array.MaxLength
            );
        }
        var decoded = new byte[span];
        PayloadDecoder.DecodeText(source, array.Payload, first, decoded, array.TextPlaces, toEnd: !array.IsPart);
        ReadReordered(new MemoryByteSource(decoded, source.Name), array, destination, start: 0);
    }

    private static void ReadReordered(IByteSource source, ArrayInfo array, Span<byte> destination, long start)
    {
        var size = array.DType.ItemSize;
        var span = (LastElement(array) - array.FirstElement + 1) * size;
        var chunk = ArrayPool<byte>.Shared.Rent((int)Math.Min(span, ChunkBytes));
        try
        {
            var place = new StridedPlace(array);
            var elementsPerChunk = Math.Max(1, chunk.Length / size);
            for (var first = 0L; first * size < span; first += elementsPerChunk)
            {
                var bytes = chunk.AsSpan(0, (int)Math.Min(elementsPerChunk * (long)size, span - (first * size)));
                source.ReadExactly(start + (first * size), bytes, "array values");
                place.Scatter(bytes, first, destination);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk);
        }
    }

    private static long LastElement(ArrayInfo array)
    {
        var last = array.FirstElement;
        for (var axis = 0; axis < array.Shape.Count; axis++)
        {
            last += Math.Max(0, array.Shape[axis] - 1) * array.Strides[axis];
        }
        return array.Count == 0 ? array.FirstElement - 1 : last;
    }
}
