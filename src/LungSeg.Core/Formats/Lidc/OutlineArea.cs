namespace LungSeg.Core.Formats.Lidc;

/// <summary>Classifies the pixels of a window as inside, on or outside an outline, in integer arithmetic.</summary>
/// <remarks>
/// A pixel is on the outline where its centre lies on the closed path through the outline's points; other pixels are inside or outside by
/// the even-odd rule. The path may cross itself, or go out and back.
/// </remarks>
internal static class OutlineArea
{
    public const byte Outside = 0;
    public const byte Inside = 1;
    public const byte OnOutline = 2;

    /// <summary>Fills <paramref name="area"/> [row, col], which has the size of <paramref name="window"/>.</summary>
    public static void Fill(IReadOnlyList<OutlinePoint> points, PixelWindow window, Span<byte> area)
    {
        area.Clear();
        for (var i = 0; i < points.Count; i++)
        {
            ToggleRightOf(points[i], points[(i + 1) % points.Count], window, area);
        }
        for (var row = 0; row < window.Height; row++)
        {
            var parity = (byte)0;
            foreach (ref var pixel in area.Slice(row * window.Width, window.Width))
            {
                pixel = parity ^= pixel;
            }
        }

        for (var i = 0; i < points.Count; i++)
        {
            MarkEdge(points[i], points[(i + 1) % points.Count], window, area);
        }
    }

    /// <summary>
    /// In each row that an edge crosses, toggles the first pixel to its right. The running parity along the row then gives the inside.
    /// </summary>
    private static void ToggleRightOf(OutlinePoint a, OutlinePoint b, PixelWindow window, Span<byte> area)
    {
        var (upper, lower) = a.Y < b.Y ? (a, b) : (b, a);

        // The lower end is excluded; it belongs to the next edge, so that a corner counts once.
        var last = Math.Min(lower.Y, window.Top + window.Height);
        for (var y = Math.Max(upper.Y, window.Top); y < last; y++)
        {
            var along = Math.BigMul(y - upper.Y, lower.X - upper.X);
            var column = upper.X + FloorDivide(along, lower.Y - upper.Y) + 1 - window.Left;
            if (column < window.Width)
            {
                area[((y - window.Top) * window.Width) + (int)Math.Max(0, column)] ^= 1;
            }
        }
    }

    private static void MarkEdge(OutlinePoint a, OutlinePoint b, PixelWindow window, Span<byte> area)
    {
        var (dx, dy) = (b.X - a.X, b.Y - a.Y);
        var steps = Math.Max(1, GreatestCommonDivisor(Math.Abs(dx), Math.Abs(dy)));
        var (stepX, stepY) = (dx / steps, dy / steps);
        var (column, row) = (a.X - window.Left, a.Y - window.Top);
        var (first, last) = Within(column, stepX, window.Width, (0, steps));
        (first, last) = Within(row, stepY, window.Height, (first, last));
        for (var i = first; i <= last; i++)
        {
            area[((row + (i * stepY)) * window.Width) + column + (i * stepX)] = OnOutline;
        }
    }

    /// <summary>
    /// The range of steps within <paramref name="among"/> at which <paramref name="start"/> + n * <paramref name="step"/> is in [0,
    /// <paramref name="length"/>).
    /// </summary>
    private static (int First, int Last) Within(int start, int step, int length, (int First, int Last) among)
    {
        if (step < 0)
        {
            (start, step) = (length - 1 - start, -step);
        }
        if (step == 0)
        {
            return start >= 0 && start < length ? among : (0, -1);
        }
        var first = -FloorDivide(start, step);
        return ((int)Math.Max(among.First, first), (int)Math.Min(among.Last, FloorDivide(length - 1 - start, step)));
    }

    private static long FloorDivide(long a, long b) => a >= 0 ? a / b : -((b - 1 - a) / b);

    private static int GreatestCommonDivisor(int a, int b)
    {
        while (b != 0)
        {
            (a, b) = (b, a % b);
        }
        return a;
    }
}
