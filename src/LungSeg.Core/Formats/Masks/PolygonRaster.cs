namespace LungSeg.Core.Formats.Masks;

/// <summary>Fills polygons by the even-odd rule: a pixel is inside where its centre is.</summary>
internal static class PolygonRaster
{
    /// <summary>Sets the pixels of a polygon to 1; other pixels are unchanged.</summary>
    /// <param name="polygon">Its corners; pixel [row, col] spans X from col to col + 1.</param>
    /// <param name="mask">Mask [row, col] in C order.</param>
    /// <param name="width">Width of the mask.</param>
    public static void Fill((double X, double Y)[] polygon, Span<byte> mask, int width) => Fill([polygon], mask, width);

    /// <summary>Sets the pixels within an odd number of polygons to 1; other pixels are unchanged.</summary>
    /// <param name="polygons">The corners of each; pixel [row, col] spans X from col to col + 1.</param>
    /// <param name="mask">Mask [row, col] in C order.</param>
    /// <param name="width">Width of the mask.</param>
    public static void Fill(IReadOnlyList<(double X, double Y)[]> polygons, Span<byte> mask, int width)
    {
        var height = mask.Length / width;
        var (low, high) = (double.MaxValue, double.MinValue);
        foreach (var (_, y) in polygons.SelectMany(polygon => polygon))
        {
            (low, high) = (Math.Min(low, y), Math.Max(high, y));
        }
        var (first, last) = (RowFrom(low, height), RowFrom(high, height));
        if (first >= last)
        {
            return;
        }

        // Each edge toggles one position in each row of centres that it crosses; the running parity gives the inside.
        var toggles = new bool[(last - first) * (width + 1)];
        foreach (var polygon in polygons)
        {
            for (var i = 0; i < polygon.Length; i++)
            {
                Toggle(polygon[i], polygon[(i + 1) % polygon.Length], (first, last, width), toggles);
            }
        }
        for (var row = first; row < last; row++)
        {
            var isInside = false;
            for (var column = 0; column < width; column++)
            {
                isInside ^= toggles[((row - first) * (width + 1)) + column];
                if (isInside)
                {
                    mask[(row * width) + column] = 1;
                }
            }
        }
    }

    private static void Toggle((double X, double Y) a, (double X, double Y) b, (int First, int Last, int Columns) range, Span<bool> toggles)
    {
        if (a.Y > b.Y)
        {
            (a, b) = (b, a);
        }
        var last = Math.Min(range.Last, RowFrom(b.Y, range.Last));
        for (var row = Math.Max(range.First, RowFrom(a.Y, range.Last)); row < last; row++)
        {
            var x = a.X + ((row + 0.5 - a.Y) * (b.X - a.X) / (b.Y - a.Y));
            var column = (int)Math.Clamp(Math.Floor(x - 0.5) + 1, 0, range.Columns);
            toggles[((row - range.First) * (range.Columns + 1)) + column] ^= true;
        }
    }

    /// <summary>First row whose centre is at <paramref name="y"/> or below.</summary>
    private static int RowFrom(double y, int height) => (int)Math.Clamp(Math.Ceiling(y - 0.5), 0, height);
}
