using LungSeg.Core.Reporting.Html;

namespace LungSeg.Core.Reporting.Charts;

/// <summary>Draws counts as horizontal bars with name, count and share.</summary>
internal static class BarChart
{
    private const double BarHeight = 22;
    private const double BarStep = 32;
    private const double Top = 8;
    private const double Bottom = 40;
    private const double Right = 116;

    /// <summary>Draws the bars.</summary>
    /// <param name="name">Text alternative for screen readers.</param>
    /// <param name="bars">Names, counts, and CSS classes that give the colours.</param>
    /// <param name="width">Width of the chart.</param>
    /// <param name="isNarrow">Whether the chart is for a narrow page.</param>
    public static Markup Draw(string name, IReadOnlyList<Bar> bars, int width, bool isNarrow)
    {
        var total = bars.Sum(bar => bar.Count);
        var left = 16 + (7.2 * bars.Max(bar => bar.Name.Length));
        var size = new ChartSize(width, (int)(Top + (bars.Count * BarStep) + Bottom), isNarrow);
        var drawing = new SvgDrawing(size, name);
        var maximum = Math.Max(1, bars.Max(bar => bar.Count));
        var x = new LinearScale(0, maximum, left, size.Width - Right);
        var y = new LinearScale(0, 1, size.Height - Bottom, Top);
        var ticks = x.Ticks(size.IsNarrow ? 3 : 6, minStep: 1);
        foreach (var tick in ticks)
        {
            drawing.Line((x.At(tick), Top), (x.At(tick), y.Start), "grid");
        }
        for (var i = 0; i < bars.Count; i++)
        {
            var bar = bars[i];
            var place = (X: left, Y: Top + (i * BarStep) + ((BarStep - BarHeight) / 2), Width: x.At(bar.Count) - left, Height: BarHeight);
            var label = $"{Figures.Text(bar.Count)}  ({Figures.Percent(total == 0 ? 0 : (double)bar.Count / total)})";
            drawing.Add(Markup.Format($"<g class=\"{bar.Style}\">"));
            drawing.Rectangle(place, "bar", $"{bar.Name}: {label}");
            drawing.Add(Markup.Format($"</g>"));
            drawing.Text(left - 8, place.Y + 15.5, bar.Name, "end", "t strong");
            drawing.Text(left + place.Width + 8, place.Y + 15.5, label, "start");
        }

        new ChartAxes(x, y).DrawX(drawing, ticks.Select(tick => (tick, Figures.Text(tick))), "rows");
        return drawing.Finish();
    }
}

/// <summary>One bar.</summary>
/// <param name="Name">What is counted.</param>
/// <param name="Count">The count.</param>
/// <param name="Style">CSS class that gives the colour.</param>
internal readonly record struct Bar(string Name, long Count, string Style);
