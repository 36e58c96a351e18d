using LungSeg.Core.Formats.Masks;

namespace LungSeg.Core.Formats.Coco;

/// <summary>Where an instance lies: as packed run lengths, or else as one polygon.</summary>
/// <param name="Area">Its pixels.</param>
/// <param name="Box">Bounding box.</param>
/// <param name="Counts">Packed run lengths; null for a polygon.</param>
/// <param name="Polygon">Corners along the edges of pixels; null for run lengths.</param>
internal sealed record CocoShape(int Area, CocoBox Box, string? Counts, PixelCorner[]? Polygon)
{
    /// <summary>Describes a component.</summary>
    public static CocoShape Create(PixelComponents components, PixelComponent component, bool isPolygon) =>
        new(
            component.Pixels,
            new CocoBox(component.Left, component.Top, component.Right - component.Left, component.Bottom - component.Top),
            isPolygon ? null : CocoRle.Compress(CocoRle.Counts(components, component)),
            isPolygon ? ComponentOutline.Trace(components, component) : null
        );

    /// <summary>Sets its pixels to 1; others stay as they are.</summary>
    /// <returns>False where its run lengths are none of such a mask.</returns>
    public bool TryFill(Span<byte> mask, int width)
    {
        if (Polygon is { } polygon)
        {
            PolygonRaster.Fill([.. polygon.Select(corner => ((double)corner.X, (double)corner.Y))], mask, width);
            return true;
        }

        return CocoRle.TryDecompress(Counts!, out var counts) && CocoRle.TryFill(counts, mask, mask.Length / width);
    }
}
