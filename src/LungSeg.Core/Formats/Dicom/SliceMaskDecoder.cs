using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Arrays;
using LungSeg.Core.Formats.Lidc;
using LungSeg.Core.Model;

namespace LungSeg.Core.Formats.Dicom;

/// <summary>Computes the mask of one slice, int8 [row, col]: 1 in the lesions of outlines and in segments.</summary>
/// <param name="width">Width of the slice.</param>
/// <param name="outlines">Outlines by readers on it; null for none.</param>
/// <param name="segments">Segments on it.</param>
internal sealed class SliceMaskDecoder(int width, SliceOutlines? outlines, IReadOnlyList<SegmentFrame> segments) : IArrayDecoder
{
    /// <summary>Creates the array whose values a decoder computes.</summary>
    public static ArrayInfo CreateArray(SliceSize size, SliceOutlines? outlines, IReadOnlyList<SegmentFrame> segments) =>
        ArrayInfo.Decoded(DType.Int8, [size.Height, size.Width], default, new SliceMaskDecoder(size.Width, outlines, segments));

    public void Decode(IByteSource source, Span<byte> destination)
    {
        destination.Clear();
        outlines?.AddTo(destination, width);
        foreach (var segment in segments)
        {
            segment.AddTo(destination, source);
        }
    }
}
