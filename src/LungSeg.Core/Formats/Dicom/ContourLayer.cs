using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Masks;
using LungSeg.Core.Model;

namespace LungSeg.Core.Formats.Dicom;

/// <summary>The contours of an ROI on a slice: a pixel whose centre is within an odd number of them is in the ROI.</summary>
/// <param name="Roi">The ROI as a class of masks.</param>
/// <param name="Rings">The contours; pixel [row, col] spans X from col to col + 1 and Y from row to row + 1.</param>
internal sealed record ContourLayer(Segment Roi, IReadOnlyList<(double X, double Y)[]> Rings) : IMaskLayer
{
    public void AddTo(Span<byte> mask, SliceSize size, SegmentClasses classes, IByteSource input)
    {
        var area = new byte[mask.Length];
        PolygonRaster.Fill(Rings, area, size.Width);
        if (area.AsSpan().Contains((byte)1))
        {
            classes.Found.Add(classes.GetValue(Roi));
        }
        for (var i = 0; i < mask.Length; i++)
        {
            mask[i] |= area[i];
        }
    }
}
