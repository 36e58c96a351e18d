namespace LungSeg.Core.Phantom;

/// <summary>A straight tapering tube, in millimetres; heights (Z) are along the scan axis.</summary>
internal readonly record struct Segment(PointMm From, float FromZ, PointMm To, float ToZ, float RadiusFrom, float RadiusTo)
{
    /// <summary>The tube with heights relative to a slice at height <paramref name="z"/>.</summary>
    internal Segment Below(float z) => this with { FromZ = FromZ - z, ToZ = ToZ - z };

    /// <summary>Whether a slice at height 0 of this half thickness meets the tube.</summary>
    internal bool Meets(float halfThickness)
    {
        float reach = MathF.Max(RadiusFrom, RadiusTo) + halfThickness;
        return MathF.Min(FromZ, ToZ) < reach && MathF.Max(FromZ, ToZ) > -reach;
    }

    /// <summary>How far inside the tube a point of the slice at height 0 lies, negative outside.</summary>
    internal float DepthAt(PointMm point, float halfThickness)
    {
        var axis = To - From;
        var offset = point - From;
        float axisZ = ToZ - FromZ;
        float square = axis.X * axis.X + axis.Y * axis.Y + axisZ * axisZ;
        float t = square <= 0 ? 0 : (axis.X * offset.X + axis.Y * offset.Y - axisZ * FromZ) / square;
        t = MathF.Min(MathF.Max(t, 0), 1);
        float dx = offset.X - t * axis.X;
        float dy = offset.Y - t * axis.Y;
        float dz = MathF.Max(MathF.Abs(FromZ + t * axisZ) - halfThickness, 0);
        return RadiusFrom + t * (RadiusTo - RadiusFrom) - MathF.Sqrt(dx * dx + dy * dy + dz * dz);
    }
}

/// <summary>A point in the slice plane: millimetres from the image centre, x to the right, y down.</summary>
internal readonly record struct PointMm(float X, float Y)
{
    public static PointMm operator +(PointMm a, PointMm b) => new(a.X + b.X, a.Y + b.Y);

    public static PointMm operator -(PointMm a, PointMm b) => new(a.X - b.X, a.Y - b.Y);

    public static PointMm operator *(PointMm a, float factor) => new(a.X * factor, a.Y * factor);

    internal float Length => MathF.Sqrt(X * X + Y * Y);

    internal static PointMm Between(PointMm a, PointMm b, float share) => a + (b - a) * share;
}
