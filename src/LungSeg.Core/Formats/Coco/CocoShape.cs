using LungSeg.Core.Formats.Masks;

namespace LungSeg.Core.Formats.Coco;

/// <summary>The pixels of an instance, as compressed run lengths or as one polygon.</summary>
/// <param name="Area">Number of pixels.</param>
/// <param name="Box">Bounding box.</param>
/// <param name="Counts">Compressed run lengths; null for a polygon.</param>
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

    /// <summary>Sets its pixels to 1; other pixels are unchanged.</summary>
    /// <returns>False where its run lengths do not fill the mask.</returns>
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
