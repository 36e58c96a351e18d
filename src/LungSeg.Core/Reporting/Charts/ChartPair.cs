using LungSeg.Core.Reporting.Html;

namespace LungSeg.Core.Reporting.Charts;

/// <summary>
/// A chart drawn twice, for wide and for narrow pages; the style sheet shows one of the two. A scaled chart has figures too small to read.
/// </summary>
internal static class ChartPair
{
    /// <summary>Width of a chart on half of a wide page.</summary>
    public const int HalfWidth = 520;

    /// <summary>Width of a chart on a narrow page.</summary>
    public const int NarrowWidth = 360;

    private const int NarrowExtra = 30;

    public static Markup Bars(string name, IReadOnlyList<Bar> bars) =>
        Markup.Format($"{BarChart.Draw(name, bars, HalfWidth, false)}{BarChart.Draw(name, bars, NarrowWidth, true)}");

    public static Markup Draw(Histogram histogram, int height) =>
        Markup.Format(
            $"{HistogramChart.Draw(histogram, new ChartSize(HalfWidth, height, false))}"
                + $"{HistogramChart.Draw(histogram, new ChartSize(NarrowWidth, height + NarrowExtra, true))}"
        );
}

/// <summary>Size of a chart in SVG units: CSS pixels, unless the page is too narrow.</summary>
/// <param name="Width">Width.</param>
/// <param name="Height">Height.</param>
/// <param name="IsNarrow">Whether the chart is for a narrow page: it has fewer ticks, and no tips, since these need a mouse.</param>
internal readonly record struct ChartSize(int Width, int Height, bool IsNarrow);
