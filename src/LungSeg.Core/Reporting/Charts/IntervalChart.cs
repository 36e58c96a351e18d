using LungSeg.Core.Reporting.Html;

namespace LungSeg.Core.Reporting.Charts;

/// <summary>Data and texts of a chart of values with their intervals.</summary>
internal sealed record IntervalPlot
{
    /// <summary>Text alternative for screen readers.</summary>
    public required string Name { get; init; }

    /// <summary>What values are of, from the top.</summary>
    public required IReadOnlyList<IntervalCategory> Categories { get; init; }

    /// <summary>Title of the axis, with its unit.</summary>
    public required string Title { get; init; }

    /// <summary>Lower end of the axis.</summary>
    public double From { get; init; }

    /// <summary>Upper end of the axis.</summary>
    public double To { get; init; } = 1;

    /// <summary>Whether a line stands at 0.</summary>
    public bool HasZero { get; init; }
}

/// <summary>A line of the chart, or several where there are several series.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Marks">Values, one for each series.</param>
internal sealed record IntervalCategory(string Name, IReadOnlyList<IntervalMark> Marks);

/// <summary>A value with its interval.</summary>
/// <param name="Series">Name of its series.</param>
/// <param name="Style">CSS class that gives the colour.</param>
/// <param name="Value">The value; NaN for none.</param>
/// <param name="Interval">Its interval; null for none.</param>
/// <param name="Text">Value in words, beside it on wide pages.</param>
internal readonly record struct IntervalMark(string Series, string Style, double Value, (double Low, double High)? Interval, string Text);

/// <summary>Draws values as dots with whiskers over their intervals, one below another.</summary>
internal static class IntervalChart
{
    private const double LineHeight = 18;
    private const double CategoryGap = 8;
    private const double Top = 8;
    private const double Bottom = 40;
    private const double Right = 64;
    private const double Radius = 4;
    private const double CharacterWidth = 7.2;
    private const int MaxName = 18;

    public static Markup Draw(IntervalPlot plot, ChartSize size)
    {
        var steps = plot.Categories.Select(category => (category.Marks.Count * LineHeight) + CategoryGap).ToArray();
        var end = Top + steps.Sum();
        var drawing = new SvgDrawing(size with { Height = (int)(end + Bottom) }, plot.Name);
        var left = 16 + (CharacterWidth * plot.Categories.Max(category => Shorten(category.Name).Length));
        var x = new LinearScale(plot.From, plot.To, left, size.Width - (size.IsNarrow ? 16 : Right));
        var ticks = x.Ticks(size.IsNarrow && !plot.HasZero ? 3 : 5);
        foreach (var tick in ticks)
        {
            drawing.Line((x.At(tick), Top), (x.At(tick), end), plot.HasZero && Math.Abs(tick) < 1e-12 ? "zero" : "grid");
        }
        var at = Top;
        for (var i = 0; i < plot.Categories.Count; i++)
        {
            var category = plot.Categories[i];
            drawing.Text(left - 8, at + (steps[i] / 2) + 4.5, Shorten(category.Name), "end", "t strong");
            for (var j = 0; j < category.Marks.Count; j++)
            {
                DrawMark(drawing, category, category.Marks[j], x, at + (CategoryGap / 2) + ((j + 0.5) * LineHeight), size.IsNarrow);
            }
            at += steps[i];
        }
        new ChartAxes(x, new LinearScale(0, 1, end, Top)).DrawX(drawing, ticks.Select(tick => (tick, GetText(tick, x))), plot.Title);
        return drawing.Finish();
    }

    private static void DrawMark(SvgDrawing drawing, IntervalCategory category, IntervalMark mark, LinearScale x, double y, bool isNarrow)
    {
        if (!double.IsFinite(mark.Value))
        {
            return;
        }
        drawing.Add(Markup.Format($"<g class=\"{mark.Style}\">"));
        if (mark.Interval is { } interval)
        {
            var (low, high) = (x.At(interval.Low), x.At(interval.High));
            drawing.Path(
                Markup.Format($"M{low} {y - Radius}V{y + Radius}M{low} {y}H{high}M{high} {y - Radius}V{y + Radius}").Html,
                "whisker"
            );
        }
        drawing.Circle((x.At(mark.Value), y), Radius, "dot");
        drawing.Rectangle(
            (x.Start, y - (LineHeight / 2), x.End - x.Start, LineHeight),
            "tip",
            $"{category.Name}{(category.Marks.Count > 1 ? ", " + mark.Series : string.Empty)}: {mark.Text}"
        );
        drawing.Add(Markup.Format($"</g>"));
        if (!isNarrow)
        {
            drawing.Text(x.End + 8, y + 4.5, mark.Text.Split(' ')[0], "start");
        }
    }

    // As many decimals as tell ticks apart.
    private static string GetText(double tick, LinearScale x) => Figures.Text(tick, x.To - x.From < 0.1 ? "0.###" : "#,0.##");

    private static string Shorten(string name) => name.Length <= MaxName ? name : name[..(MaxName - 1)] + "…";
}
