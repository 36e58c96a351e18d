namespace LungSeg.Core.Phantom;

/// <summary>Draws small shapes with soft edges, one pixel wide, into a plane of HU.</summary>
internal static class Brush
{
    /// <summary>Blends an ellipse with vertical and horizontal axes.</summary>
    internal static void Ellipse(Raster target, PointMm centre, float radiusX, float radiusY, float value)
    {
        float scale = MathF.Min(radiusX, radiusY) / target.SpacingMm;
        var (top, bottom) = target.Range(centre.Y - radiusY - target.SpacingMm, centre.Y + radiusY + target.SpacingMm);
        var (left, right) = target.Range(centre.X - radiusX - target.SpacingMm, centre.X + radiusX + target.SpacingMm);
        for (int row = top; row < bottom; row++)
        {
            var values = target.Row(row);
            float dy = (target.ToMm(row) - centre.Y) / radiusY;
            for (int column = left; column < right; column++)
            {
                float dx = (target.ToMm(column) - centre.X) / radiusX;
                float share = MathF.Min(MathF.Max((1 - MathF.Sqrt(dx * dx + dy * dy)) * scale + 0.5f, 0), 1);
                values[column] += share * (value - values[column]);
            }
        }
    }

    /// <summary>Blends a line with round ends.</summary>
    internal static void Line(Raster target, PointMm from, PointMm to, float radius, float value) =>
        Tube(target, null, new Segment(from, 0, to, 0, radius, radius), 0, value);

    /// <summary>Blends the part of a polygon curve between two positions as a thick line.</summary>
    internal static void Curve(Raster target, Outline outline, (float From, float Until) range, float radius, float value)
    {
        var previous = outline.At(range.From);
        for (float position = range.From + 1; position <= range.Until; position++)
        {
            var next = outline.At(position);
            Line(target, previous, next, radius, value);
            previous = next;
        }
    }

    /// <summary>Blends the part of a tube that a slice at height 0 shows, limited by a mask.</summary>
    /// <param name="target">Plane of HU.</param>
    /// <param name="within">Mask: share of the tube that each pixel shows; null for no limit.</param>
    /// <param name="tube">Axis and radii, heights relative to the slice.</param>
    /// <param name="halfThickness">Half the slice's thickness in millimetres.</param>
    /// <param name="value">HU of the tube.</param>
    internal static void Tube(Raster target, Raster? within, in Segment tube, float halfThickness, float value)
    {
        // A tube thinner than the slice fills only a part of the slice's thickness.
        float filled = halfThickness > 0 ? MathF.Min(0.7f * (tube.RadiusFrom + tube.RadiusTo) / halfThickness, 1) : 1;
        float reach = MathF.Max(tube.RadiusFrom, tube.RadiusTo) + target.SpacingMm;
        var (top, bottom) = target.Range(MathF.Min(tube.From.Y, tube.To.Y) - reach, MathF.Max(tube.From.Y, tube.To.Y) + reach);
        var (left, right) = target.Range(MathF.Min(tube.From.X, tube.To.X) - reach, MathF.Max(tube.From.X, tube.To.X) + reach);
        for (int row = top; row < bottom; row++)
        {
            var values = target.Row(row);
            var limit = within is null ? [] : within.Row(row);
            for (int column = left; column < right; column++)
            {
                float depth = tube.DepthAt(new PointMm(target.ToMm(column), target.ToMm(row)), halfThickness);
                float share = MathF.Min(MathF.Max(depth / target.SpacingMm + 0.5f, 0), 1);
                share *= within is null ? filled : filled * limit[column];
                values[column] += share * (value - values[column]);
            }
        }
    }
}
