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
        html.Line($"<p class=\"see\">{Glossary.Leakage.Link}{LinkRules(content)}</p>");
        if (report.Pairs.Count > 0)
        {
            WritePairs(html, content, report);
        }
        html.CloseSection();
    }

    /// <summary>How many rows of each input stand in another or are neighbours of rows there.</summary>
    public static string DescribeAcross(ReportContent content)
    {
        var across = content.Leakage!.Pairs.Where(IsAcross).ToArray();
        var inputs = content.Cuts.Inputs.Select(input => (input.Stem, Rows: input.Rows.Count, Count: CountRows(across, input.Stem)));
        var parts = inputs
            .Where(input => input.Count > 0)
            .Select(input => $"{Figures.Text(input.Count)} of {Figures.Count(input.Rows, "row", "rows")} of {input.Stem}");
        return $"{string.Join(" and ", parts)} have a twin or a neighbour in another file.";
    }

    private static int CountRows(IEnumerable<LeakagePair> pairs, string stem) =>
        pairs.SelectMany(pair => new[] { pair.A, pair.B }).Where(row => row.Input.Stem == stem).Distinct().Count();

    private static string Lead(ReportContent content, LeakageReport report)
    {
        if (report.Pairs.Count == 0)
        {
            return "No two rows are alike enough to be of one scan.";
        }
        var affected = Figures.Count(report.AffectedA.Count, "row", "rows");
        var across =
            content.Cuts.Inputs.Count > 1
                ? $"; {Figures.Count(report.Pairs.Count(IsAcross), "pair stands", "pairs stand")} in two files"
                : string.Empty;
        return $"{affected} of {Figures.Text(content.Cuts.Rows.Count)} have a twin or a neighbour{across}.";
    }

    private static Markup LinkRules(ReportContent content) =>
        Markup.Join(
            content
                .Findings.Where(group => group.Findings.Any(PicturedRows.IsPair))
                .Select(group => Markup.Format($" · <a href=\"#{group.Anchor}\">{group.Rule.Id} {group.Rule.Name}</a>"))
        );

    private static void WritePairs(HtmlWriter html, ReportContent content, LeakageReport report)
    {
        var ordered = report.Pairs.OrderByDescending(IsAcross).ToArray();
        var kinds = new DataTable("Pairs by kind", DataTable.Heads("kind", "within a file", "in two files"))
        {
            Lines = Enum.GetValues<MatchKind>().Select(kind => Kind(report, kind)),
        };
        var pairs = new DataTable("Most alike", DataTable.Heads("row", "row", "kind", "likeness"))
        {
            Lines = ordered.Take(PairsShown).Select(pair => Pair(content, pair)),
            TextColumns = 3,
        };
        html.Line(
            $"<div class=\"pair\"><div>{kinds.Draw()}</div><div>{pairs.Draw()}</div></div><ul class=\"worst\" "
                + $"aria-label=\"Most alike pairs\">"
        );
        foreach (var pair in content.Pictured.Pairs)
        {
            if (!content.Pictures.TryGetValue(pair.A.Name, out var a) || !content.Pictures.TryGetValue(pair.B.Name, out var b))
            {
                continue;
            }
            html.Line(
                $"<li><div class=\"small\">{Picture.DrawSmall(content, pair.A.Name, a, ofLesion: false)}"
                    + $"{Picture.DrawSmall(content, pair.B.Name, b, ofLesion: false)}</div>"
            );
            html.Line(
                $"<p>{content.Link(pair.A.Name)} and {content.Link(pair.B.Name)}<br>{GetName(pair.Kind)}, likeness "
                    + $"{Figures.Text(pair.Score, "0.000")}</p></li>"
            );
        }

        html.Line($"</ul>");
    }

    private static bool IsAcross(LeakagePair pair) => pair.A.Input != pair.B.Input;

    private static Markup[] Kind(LeakageReport report, MatchKind kind)
    {
        var pairs = report.Pairs.Where(pair => pair.Kind == kind).ToArray();
        return
        [
            DataTable.Cell(GetName(kind)),
            Figures.Integer(default, pairs.Count(pair => !IsAcross(pair))),
            Figures.Integer(default, pairs.Count(IsAcross)),
        ];
    }

    private static Markup[] Pair(ReportContent content, LeakagePair pair) =>
        [
            content.Link(pair.A.Name),
            content.Link(pair.B.Name),
            DataTable.Cell(GetName(pair.Kind)),
            Figures.Number(default, pair.Score, "0.000"),
        ];

    private static string GetName(MatchKind kind) => kind.ToString().ToLowerInvariant();
}
