using LungSeg.Core.Reporting.Charts;
using LungSeg.Core.Reporting.Html;
using LungSeg.Core.Statistics;

namespace LungSeg.Core.Reporting.Sections;

/// <summary>Parts of charts that show one series or several.</summary>
internal static class ChartParts
{
    /// <summary>Names and colours of the series; nothing for a single one.</summary>
    public static Markup Legend(IReadOnlyList<Series> series)
    {
        var names = series.Select(one => Markup.Format($"<li><span class=\"swatch {one.Style}\"></span>{one.Name}</li>"));
        return series.Count == 1 ? Markup.None : Markup.Format($"<ul class=\"legend\" aria-label=\"Files\">{Markup.Join(names)}</ul>");
    }

    /// <summary>A chart of how many rows have each of some words.</summary>
    /// <param name="name">What is counted.</param>
    /// <param name="series">The series.</param>
    /// <param name="categories">Words, with the CSS class of their bars where there is one series.</param>
    /// <param name="word">Gets the word of a row.</param>
    public static Markup Bars(
        string name,
        IReadOnlyList<Series> series,
        IReadOnlyList<(string Name, string Style)> categories,
        Func<RowStatistics, string?> word
    )
    {
        var bars = categories
            .Select(category => new BarCategory(
                category.Name,
                [
                    .. series.Select(one => new Bar(
                        one.Name,
                        one.Rows.Count(row => word(row) == category.Name),
                        series.Count == 1 ? category.Style : one.Style
                    )),
                ]
            ))
            .ToArray();
        var counts = bars.Select(bar =>
            $"{bar.Name} "
            + string.Join(
                " and ",
                bar.Bars.Select(one => series.Count == 1 ? Figures.Text(one.Count) : $"{Figures.Text(one.Count)} in {one.Name}")
            )
        );
        return ChartPair.Draw($"{name}: {string.Join(", ", counts)}", bars);
    }
}
