namespace LungSeg.Core.Phantom;

/// <summary>A point in the slice plane: millimetres from the image centre, x to the right, y down.</summary>
internal readonly record struct PointMm(float X, float Y)
{
    public static PointMm operator +(PointMm a, PointMm b) => new(a.X + b.X, a.Y + b.Y);

    public static PointMm operator -(PointMm a, PointMm b) => new(a.X - b.X, a.Y - b.Y);

    public static PointMm operator *(PointMm a, float factor) => new(a.X * factor, a.Y * factor);

    internal float Length => MathF.Sqrt(X * X + Y * Y);

    internal static PointMm Between(PointMm a, PointMm b, float share) => a + (b - a) * share;
}
