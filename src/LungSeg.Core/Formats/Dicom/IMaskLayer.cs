using LungSeg.Core.Bytes;
using LungSeg.Core.Model;

namespace LungSeg.Core.Formats.Dicom;

/// <summary>What a segmentation or a structure set draws on a slice.</summary>
internal interface IMaskLayer
{
    /// <summary>Sets pixels of a mask [row, col] to 1, and notes the classes that they are of.</summary>
    /// <exception cref="DatasetFormatException">The file has changed since it was indexed, or a pixel is of no segment.</exception>
    void AddTo(Span<byte> mask, SliceSize size, SegmentClasses classes, IByteSource input);
}
