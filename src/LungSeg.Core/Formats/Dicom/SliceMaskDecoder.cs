using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Arrays;
using LungSeg.Core.Formats.Lidc;
using LungSeg.Core.Model;

namespace LungSeg.Core.Formats.Dicom;

/// <summary>Mask of one slice, int8 [row, col]: 1 where readers' outlines or any segment say so.</summary>
/// <param name="width">Width of the slice.</param>
/// <param name="outlines">What readers drew on it; null for nothing.</param>
/// <param name="segments">Segments on it.</param>
internal sealed class SliceMaskDecoder(int width, SliceOutlines? outlines, IReadOnlyList<SegmentFrame> segments) : IArrayDecoder
{
    /// <summary>The array whose values it computes.</summary>
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
