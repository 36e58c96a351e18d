using System.Buffers;
using System.Runtime.InteropServices;
using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Arrays;

namespace LungSeg.Core.Formats.Dicom;

/// <summary>Computes the HU of one slice, float64 [row, col].</summary>
internal sealed class CtPixelDecoder(CtSlice slice) : IArrayDecoder
{
    /// <summary>Creates the array whose values a decoder computes.</summary>
    public static ArrayInfo CreateArray(CtSlice slice)
    {
        var place = slice.Layout.Place;
        return ArrayInfo.Decoded(
            DType.Float64,
            [slice.Layout.Rows, slice.Layout.Columns],
            new Payload(place.Offset, Math.Max(0, place.Length)),
            new CtPixelDecoder(slice)
        );
    }

    public void Decode(IByteSource source, Span<byte> destination)
    {
        var bytes = (int)slice.Layout.FrameBytes;
        var stored = ArrayPool<byte>.Shared.Rent(bytes);
        try
        {
            slice.File.Read(
                source,
                slice.Layout.Syntax,
                data => PixelFrames.Read(data, slice.Layout, slice.Frame, stored.AsSpan(0, bytes))
            );
            PixelFrames.ToHu(
                stored.AsSpan(0, bytes),
                slice.Layout,
                (slice.Slope, slice.Intercept),
                MemoryMarshal.Cast<byte, double>(destination)
            );
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(stored);
        }
    }
}
