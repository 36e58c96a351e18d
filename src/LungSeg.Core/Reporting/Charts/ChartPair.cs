using LungSeg.Core.Reporting.Html;

namespace LungSeg.Core.Reporting.Charts;

/// <summary>
/// A chart drawn twice, for wide and for narrow pages; the style sheet shows one of the two. A scaled chart has figures too small to read.
/// </summary>
internal static class ChartPair
{
    private const int HalfWidth = 520;
    private const int NarrowWidth = 360;
    private const int NarrowExtra = 30;

    public static Markup Draw(string name, IReadOnlyList<BarCategory> categories) =>
        Markup.Format(
            $"{BarChart.Draw(name, categories, new ChartSize(HalfWidth, 0, false))}"
                + $"{BarChart.Draw(name, categories, new ChartSize(NarrowWidth, 0, true))}"
        );

    public static Markup Draw(Histogram histogram, int height) =>
        Markup.Format(
            $"{HistogramChart.Draw(histogram, new ChartSize(HalfWidth, height, false))}"
                + $"{HistogramChart.Draw(histogram, new ChartSize(NarrowWidth, height + NarrowExtra, true))}"
        );

    public static Markup Draw(IntervalPlot plot) =>
        Markup.Format(
            $"{IntervalChart.Draw(plot, new ChartSize(HalfWidth, 0, false))}{IntervalChart.Draw(plot, new ChartSize(NarrowWidth, 0, true))}"
        );

    public static Markup Draw(ScatterPlot plot, int height) =>
        Markup.Format(
            $"{ScatterChart.Draw(plot, new ChartSize(HalfWidth, height, false))}"
                + $"{ScatterChart.Draw(plot, new ChartSize(NarrowWidth, height, true))}"
        );
}

/// <summary>Size of a chart in SVG units: CSS pixels, unless the page is too narrow.</summary>
/// <param name="Width">Width.</param>
/// <param name="Height">Height.</param>
/// <param name="IsNarrow">Whether the chart is for a narrow page: it has fewer ticks, and no tips, since these need a mouse.</param>
internal readonly record struct ChartSize(int Width, int Height, bool IsNarrow);
