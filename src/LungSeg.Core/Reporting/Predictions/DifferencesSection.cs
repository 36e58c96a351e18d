using LungSeg.Core.Evaluation;
using LungSeg.Core.Reporting.Charts;
using LungSeg.Core.Reporting.Html;

namespace LungSeg.Core.Reporting.Predictions;

/// <summary>Paired differences of models with their intervals.</summary>
internal static class DifferencesSection
{
    private const string Signed = "+0.000;−0.000";
    private const int MaxSeries = 6;

    public static void Write(HtmlWriter html, PredictionContent content)
    {
        var comparisons = content.Evaluation.Comparisons;
        if (comparisons.Count == 0)
        {
            return;
        }
        var hasMore = content.Models.Count > 2;
        var overall = comparisons.Where(one => one.Class is null).ToArray();
        html.OpenSection(
            "differences",
            "Differences of models",
            $"{overall.Count(one => one.IsShown)} of {overall.Length} differences over all rows are shown: "
                + $"their intervals leave out 0{(hasMore ? "; p is corrected for all pairs of a figure (Holm)" : string.Empty)}."
        );
        html.Line($"<p class=\"see\">{PredictionTerms.Difference.Link} · {PredictionTerms.Interval.Link}</p>");
        var pairs = comparisons.Select(one => (one.A, one.B)).Distinct().Take(MaxSeries).ToArray();
        if (pairs.Length > 1)
        {
            var names = pairs.Select((pair, i) => Markup.Format($"<li><span class=\"swatch k-f{i}\"></span>{pair.A} − {pair.B}</li>"));
            html.Line($"<ul class=\"legend\" aria-label=\"Pairs of models\">{Markup.Join(names)}</ul>");
        }
        html.Line($"<div class=\"panels\">");
        foreach (var (figure, title) in new[] { ("dice", "Dice"), ("recall", "Recall") })
        {
            html.Line(
                $"<figure><figcaption><b>Difference of {title}</b>{(pairs.Length == 1 ? $"{pairs[0].A} − {pairs[0].B}" : string.Empty)}"
                    + $"</figcaption>{Chart(content, pairs, figure, title)}</figure>"
            );
        }
        html.Line($"</div>{Table("Differences over all rows", overall, hasMore, hasClass: false).Draw()}");
        var byClass = comparisons.Where(one => one.Class is not null).ToArray();
        html.Line($"{Table("Differences by class", byClass, hasMore, hasClass: true).Fold("By class")}");
        html.CloseSection();
    }

    private static Markup Chart(PredictionContent content, (string A, string B)[] pairs, string figure, string title)
    {
        var of = content.Evaluation.Comparisons.Where(one => one.Figure == figure).ToLookup(one => one.Class ?? "all");
        var categories = content
            .Evaluation.Classes.Prepend("all")
            .Select(one => new IntervalCategory(
                one,
                [
                    .. pairs.Select(
                        (pair, i) =>
                        {
                            var found = of[one].First(comparison => (comparison.A, comparison.B) == pair);
                            return new IntervalMark(
                                $"{pair.A} − {pair.B}",
                                pairs.Length == 1
                                    ? one == "all"
                                        ? "k-all"
                                        : Sections.ClassStyle.GetName(one)
                                    : $"k-f{i}",
                                found.Difference,
                                found.Interval,
                                Describe(found)
                            );
                        }
                    ),
                ]
            ))
            .ToArray();
        var farthest = categories
            .SelectMany(category => category.Marks)
            .SelectMany(mark => new[] { mark.Value, mark.Interval?.Low ?? 0, mark.Interval?.High ?? 0 })
            .Where(double.IsFinite)
            .Append(0)
            .Max(Math.Abs);
        var end = Math.Max(0.01, farthest * 1.05);
        return ChartPair.Draw(
            new IntervalPlot
            {
                Name = $"Differences of {title} with 95 % intervals: {FiguresSection.Describe(categories)}",
                Categories = categories,
                Title = "difference of " + title,
                From = -end,
                To = end,
                HasZero = true,
            }
        );
    }

    private static string Describe(ModelComparison one) =>
        !double.IsFinite(one.Difference) ? "–"
        : one.Interval is { } found ? $"{Figures.Text(one.Difference, Signed)} ({Stratum.Range(found, Signed)})"
        : Figures.Text(one.Difference, Signed);

    private static DataTable Table(string caption, IReadOnlyList<ModelComparison> comparisons, bool hasMore, bool hasClass) =>
        new(
            caption,
            [
                DataTable.Cell("models"),
                .. hasClass ? [Glossary.Class.As("class")] : Array.Empty<Markup>(),
                .. DataTable.Heads("figure", "says"),
                PredictionTerms.Difference.As("difference"),
                PredictionTerms.Interval.As("low"),
                PredictionTerms.Interval.As("high"),
                DataTable.Cell(hasMore ? "p (Holm)" : "p"),
            ]
        )
        {
            TextColumns = hasClass ? 4 : 3,
            Lines = comparisons.Select(one =>
                (IReadOnlyList<Markup>)
                    [
                        DataTable.Cell($"{one.A} − {one.B}"),
                        .. hasClass ? [DataTable.Cell(one.Class)] : Array.Empty<Markup>(),
                        DataTable.Cell(one.Figure),
                        DataTable.Cell(one.Say()),
                        Figures.Number(default, one.Difference, "+0.0000;−0.0000"),
                        Figures.Number(default, one.Interval?.Low, "+0.0000;−0.0000"),
                        Figures.Number(default, one.Interval?.High, "+0.0000;−0.0000"),
                        Figures.Number(default, one.PHolm, "0.0000"),
                    ]
            ),
        };
}
