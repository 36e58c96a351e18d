using LungSeg.Core.Reporting.Html;

namespace LungSeg.Core.Reporting.Charts;

/// <summary>Draws counts as horizontal bars: one for each category, or one for each series in each category.</summary>
internal static class BarChart
{
    private const double SingleHeight = 22;
    private const double SeriesHeight = 16;
    private const double CategoryGap = 10;
    private const double Top = 8;
    private const double Bottom = 40;
    private const double Right = 116;
    private const double CharacterWidth = 7.2;

    /// <summary>Draws the bars. Those of one series are as long as their counts, those of several as their shares of the series.</summary>
    /// <param name="name">Text alternative for screen readers.</param>
    /// <param name="categories">Names, with a bar for each series.</param>
    /// <param name="size">Width of the chart, and whether it is for a narrow page; the height follows from the bars.</param>
    public static Markup Draw(string name, IReadOnlyList<BarCategory> categories, ChartSize size)
    {
        var seriesCount = categories.Max(category => category.Bars.Count);
        var isOne = seriesCount == 1;
        var height = isOne ? SingleHeight : SeriesHeight;
        var step = (seriesCount * height) + CategoryGap;
        var totals = Enumerable.Range(0, seriesCount).Select(i => categories.Sum(category => category.Bars[i].Count)).ToArray();
        var drawing = new SvgDrawing(size with { Height = (int)(Top + (categories.Count * step) + Bottom) }, name);
        var left = 16 + (CharacterWidth * categories.Max(category => category.Name.Length));
        var lengths = categories.SelectMany(category => category.Bars.Select((bar, i) => GetLength(bar.Count, totals[i], isOne)));
        var x = new LinearScale(0, Math.Max(isOne ? 1 : 0.01, lengths.Max()), left, size.Width - Right);
        var y = new LinearScale(0, 1, Top + (categories.Count * step), Top);
        var ticks = x.Ticks(size.IsNarrow ? 3 : 6, minStep: isOne ? 1 : 0);
        foreach (var tick in ticks)
        {
            drawing.Line((x.At(tick), Top), (x.At(tick), y.Start), "grid");
        }
        for (var i = 0; i < categories.Count; i++)
        {
            var (category, at) = (categories[i], Top + (i * step) + (CategoryGap / 2));
            drawing.Text(left - 8, at + (seriesCount * height / 2) + 4.5, category.Name, "end", "t strong");
            for (var j = 0; j < category.Bars.Count; j++)
            {
                var bar = category.Bars[j];
                var width = x.At(GetLength(bar.Count, totals[j], isOne)) - left;
                var label = $"{Figures.Text(bar.Count)}  ({Figures.Percent(totals[j] == 0 ? 0 : (double)bar.Count / totals[j])})";
                drawing.Add(Markup.Format($"<g class=\"{bar.Style}\">"));
                drawing.Rectangle(
                    (left, at + (j * height), width, height - (isOne ? 0 : 2)),
                    "bar",
                    $"{category.Name}{(isOne ? string.Empty : ", " + bar.Name)}: {label}"
                );
                drawing.Add(Markup.Format($"</g>"));
                drawing.Text(left + width + 8, at + (j * height) + (height / 2) + (isOne ? 4.5 : 3), label, "start");
            }
        }

        new ChartAxes(x, y).DrawX(
            drawing,
            ticks.Select(tick => (tick, Figures.Text(isOne ? tick : 100 * tick))),
            isOne ? "rows" : "% of the file's rows"
        );
        return drawing.Finish();
    }

    private static double GetLength(long count, long total, bool isOne) =>
        isOne ? count
        : total == 0 ? 0
        : (double)count / total;
}

/// <summary>A category of a bar chart.</summary>
/// <param name="Name">What is counted.</param>
/// <param name="Bars">A bar for each series.</param>
internal sealed record BarCategory(string Name, IReadOnlyList<Bar> Bars);

/// <summary>One bar.</summary>
/// <param name="Name">Name of its series.</param>
/// <param name="Count">The count.</param>
/// <param name="Style">CSS class that gives the colour.</param>
internal readonly record struct Bar(string Name, long Count, string Style);
