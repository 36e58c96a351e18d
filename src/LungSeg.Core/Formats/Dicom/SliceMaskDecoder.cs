using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Arrays;
using LungSeg.Core.Formats.Lidc;
using LungSeg.Core.Model;

namespace LungSeg.Core.Formats.Dicom;

/// <summary>Computes the mask of one slice, int8 [row, col]: 1 in the lesions of outlines and in segments.</summary>
/// <param name="size">Size of the slice.</param>
/// <param name="outlines">Outlines by readers on it; null for none.</param>
/// <param name="layers">What segmentations and structure sets draw on it.</param>
/// <param name="classes">Classes of their segments and ROIs.</param>
internal sealed class SliceMaskDecoder(SliceSize size, SliceOutlines? outlines, IReadOnlyList<IMaskLayer> layers, SegmentClasses classes)
    : IArrayDecoder
{
    /// <summary>Creates the array whose values a decoder computes.</summary>
    public static ArrayInfo CreateArray(
        SliceSize size,
        SliceOutlines? outlines,
        IReadOnlyList<IMaskLayer> layers,
        SegmentClasses classes
    ) => ArrayInfo.Decoded(DType.Int8, [size.Height, size.Width], default, new SliceMaskDecoder(size, outlines, layers, classes));

    public void Decode(IByteSource source, Span<byte> destination)
    {
        destination.Clear();
        outlines?.AddTo(destination, size.Width);
        foreach (var layer in layers)
        {
            layer.AddTo(destination, size, classes, source);
        }
    }
}
