using LungSeg.Core.Grouping;
using LungSeg.Core.Reporting.Html;

namespace LungSeg.Core.Reporting.Sections;

/// <summary>Rows too alike to stand on both sides of a split.</summary>
internal static class LeakageSection
{
    private const int PairsShown = 12;

    public static void Write(HtmlWriter html, ReportContent content)
    {
        if (content.Leakage is not { } report)
        {
            return;
        }
        html.OpenSection("leakage", "Leakage", Lead(content, report));
        html.Line($"{FigureDefinitions.Leakage.Folded}");
        if (report.Pairs.Count > 0)
        {
            WritePairs(html, content, report);
        }
        html.CloseSection();
    }

    private static string Lead(ReportContent content, LeakageReport report)
    {
        if (report.Pairs.Count == 0)
        {
            return "No two rows are alike enough to be of one scan.";
        }
        var affected = Figures.Count(report.AffectedA.Count, "row", "rows");
        var across =
            content.Statistics.Inputs.Count > 1
                ? $"; {Figures.Count(report.Pairs.Count(IsAcross), "pair stands", "pairs stand")} in two files"
                : string.Empty;
        return $"{affected} of {Figures.Text(content.Figures.Rows.Count)} have a twin or a neighbour{across}.";
    }

    private static void WritePairs(HtmlWriter html, ReportContent content, LeakageReport report)
    {
        var ordered = report.Pairs.OrderByDescending(IsAcross).ToArray();
        var kinds = Enum.GetValues<MatchKind>().Select(kind => Kind(report, kind));
        html.Line($"<div class=\"pair\"><div>{DataTable.Draw("Pairs by kind", ["kind", "within a file", "in two files"], kinds)}</div>");
        html.Line(
            $"<div>{DataTable.Draw("Most alike", ["row", "row", "kind", "likeness"], ordered.Take(PairsShown).Select(Pair))}</div></div>"
        );
        html.Line($"<div class=\"gallery\">");
        foreach (var pair in content.PicturedPairs)
        {
            if (!content.Pictures.TryGetValue(pair.A.Name, out var a) || !content.Pictures.TryGetValue(pair.B.Name, out var b))
            {
                continue;
            }
            html.Line(
                $"<figure class=\"row\"><div class=\"triple\">{Picture.Draw(a.Slice, $"Slice of {pair.A.Name}")}"
                    + $"{Picture.Draw(b.Slice, $"Slice of {pair.B.Name}")}</div>"
            );
            html.Line(
                $"<figcaption><code>{pair.A.Name}</code> and <code>{pair.B.Name}</code>: {GetName(pair.Kind)}, likeness "
                    + $"{Figures.Text(pair.Score, "0.000")}</figcaption></figure>"
            );
        }

        html.Line($"</div><p><code>lungseg split --leakage</code> lists all pairs; <code>lungseg split</code> keeps them on one side.</p>");
    }

    private static bool IsAcross(LeakagePair pair) => pair.A.Input != pair.B.Input;

    private static Markup[] Kind(LeakageReport report, MatchKind kind)
    {
        var pairs = report.Pairs.Where(pair => pair.Kind == kind).ToArray();
        return
        [
            DataTable.Cell(GetName(kind)),
            DataTable.Cell(Figures.Text(pairs.Count(pair => !IsAcross(pair)))),
            DataTable.Cell(Figures.Text(pairs.Count(IsAcross))),
        ];
    }

    private static Markup[] Pair(LeakagePair pair) =>
        [
            Markup.Format($"<code>{pair.A.Name}</code>"),
            Markup.Format($"<code>{pair.B.Name}</code>"),
            DataTable.Cell(GetName(pair.Kind)),
            DataTable.Cell(Figures.Text(pair.Score, "0.000")),
        ];

    private static string GetName(MatchKind kind) => kind.ToString().ToLowerInvariant();
}
