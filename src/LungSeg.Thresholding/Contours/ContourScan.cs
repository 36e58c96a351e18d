namespace LungSeg.Thresholding.Contours;

/// <summary>The common steps of the two contour methods, and their working memory. Not thread-safe.</summary>
internal sealed class ContourScan
{
    private const double SolidHu = -300;

    // 2000 px^2 as twice an area in (1/20 px)^2.
    private const long TwiceMinimumArea = 2L * 2000 * HullArea.Scale * HullArea.Scale;

    // Working memory of large slices is hundreds of MB, which nobody else may need again.
    private const long MaxKeptPixels = 1 << 22;

    [ThreadStatic]
    private static ContourScan? _spare;

    private readonly BitSlice _air = new();
    private readonly ComponentMap _map = new();
    private readonly HullArea _hull = new();
    private readonly ContourFill _fill = new();

    /// <summary>Kept contours in scan order, after <see cref="Read"/>.</summary>
    public List<KeptContour> Kept { get; } = [];

    /// <summary>Returns this thread's spare instance, or a new one; <see cref="Return"/> gives it back.</summary>
    public static ContourScan Rent()
    {
        var scan = _spare ?? new ContourScan();
        _spare = null;
        return scan;
    }

    public static void Return(ContourScan scan) => _spare = (long)scan._air.Height * scan._air.Width <= MaxKeptPixels ? scan : null;

    /// <summary>Finds the closed contours over (or, if <paramref name="inclusive"/>, of at least) 2000 px^2 of hull area.</summary>
    /// <returns>False where a contour has no area, on which the published code fails.</returns>
    public bool Read(ReadOnlySpan<double> hu, int height, int width, bool inclusive)
    {
        Kept.Clear();
        _air.LoadBelow(hu, height, width, SolidHu);
        if (FlatContour.Exists(_air))
        {
            return false;
        }

        _map.Build(_air);
        var minimum = inclusive ? TwiceMinimumArea : TwiceMinimumArea + 1;
        for (var index = 0; index < _map.ComponentCount; index++)
        {
            ref readonly var component = ref _map.Components[index];
            if (!IsClosed(component) || TwiceBox(component) < minimum)
            {
                continue;
            }

            var area = component.BorderPixels == 0 ? _hull.Twice(_map, index) : _hull.TwiceAtBorder(_map, index, height, width);
            if (area >= minimum)
            {
                Kept.Add(new KeptContour(index, area));
            }
        }

        return true;
    }

    /// <summary>Writes the mask of the contours in <see cref="Kept"/>.</summary>
    public void WriteMask(Span<byte> mask) => _fill.Write(_map, Kept, _air, mask);

    // Closed, or with ends 2/20 px apart, which happens where air touches the border with a single pixel.
    private static bool IsClosed(in Component component) => component.BorderPixels == 0 || (component.BorderPixels == 1 && component.Air);

    // Upper bound of the hull area: a contour lies less than one pixel outside its component, and the hull lies in the box of the contour.
    private static long TwiceBox(in Component component) =>
        2L * HullArea.Scale * HullArea.Scale * (component.Bottom - component.Top + 2) * (component.Right - component.Left + 2);
}

/// <summary>A closed contour large enough to be kept: the component it borders, and twice its hull area in (1/20 px)^2.</summary>
internal readonly record struct KeptContour(int Component, long TwiceHullArea);
