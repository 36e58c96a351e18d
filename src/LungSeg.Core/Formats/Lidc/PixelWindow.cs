namespace LungSeg.Core.Formats.Lidc;

/// <summary>A rectangle of pixels.</summary>
internal readonly record struct PixelWindow(int Left, int Top, int Width, int Height)
{
    public int Pixels => Width * Height;

    /// <summary>The bounding box of the points, clipped to the image.</summary>
    public static PixelWindow Around(IEnumerable<OutlinePoint> points, int height, int width)
    {
        var (left, top, right, bottom) = (width, height, -1, -1);
        foreach (var (x, y) in points)
        {
            (left, right) = (Math.Min(left, x), Math.Max(right, x));
            (top, bottom) = (Math.Min(top, y), Math.Max(bottom, y));
        }

        (right, bottom) = (Math.Min(right, width - 1), Math.Min(bottom, height - 1));
        return right < left || bottom < top ? default : new PixelWindow(left, top, right - left + 1, bottom - top + 1);
    }
}
