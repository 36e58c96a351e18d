using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Masks;
using LungSeg.Core.Model;

namespace LungSeg.Core.Formats.Dicom;

/// <summary>Frames of a segmentation as they lie on a slice.</summary>
/// <param name="Frames">The frames, one for each slice that the sampling counts.</param>
/// <param name="Sampling">The pixels that the slice takes of them.</param>
internal sealed record SegmentLayer(IReadOnlyList<SegmentFrame> Frames, MaskSampling Sampling)
{
    /// <summary>Sets pixels of a mask [row, col] to 1, and notes the classes that they are of.</summary>
    /// <exception cref="DatasetFormatException">The file has changed since it was indexed, or a pixel is of no segment.</exception>
    public void AddTo(Span<byte> mask, SliceSize size, SegmentClasses classes, IByteSource input)
    {
        var taken = new byte[mask.Length];
        var (first, last) = Sampling.GetSlices(size);
        for (var at = Math.Max(0, first); at <= Math.Min(last, Frames.Count - 1); at++)
        {
            var frame = Frames[at];
            var stored = new byte[frame.Size.Height * frame.Size.Width];
            frame.Of.Read(frame, classes, input, stored);
            Sampling.Take(at, stored, frame.Size, taken, size, itemSize: 1);
        }

        classes.Found.Add(taken, isSigned: false);
        for (var i = 0; i < mask.Length; i++)
        {
            mask[i] |= Math.Min((byte)1, taken[i]);
        }
    }
}
