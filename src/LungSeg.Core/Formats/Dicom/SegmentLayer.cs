using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Masks;
using LungSeg.Core.Model;

namespace LungSeg.Core.Formats.Dicom;

/// <summary>A frame of a segmentation as it lies on a slice.</summary>
/// <param name="Frame">The frame.</param>
/// <param name="Sampling">The pixels that the slice takes of it.</param>
internal sealed record SegmentLayer(SegmentFrame Frame, MaskSampling Sampling) : IMaskLayer
{
    public void AddTo(Span<byte> mask, SliceSize size, SegmentClasses classes, IByteSource input)
    {
        var taken = new byte[mask.Length];
        var stored = new byte[Frame.Size.Height * Frame.Size.Width];
        Frame.Of.Read(Frame, classes, input, stored);
        Sampling.Take(0, stored, Frame.Size, taken, size, itemSize: 1);
        classes.Found.Add(taken, isSigned: false);
        for (var i = 0; i < mask.Length; i++)
        {
            mask[i] |= Math.Min((byte)1, taken[i]);
        }
    }
}
