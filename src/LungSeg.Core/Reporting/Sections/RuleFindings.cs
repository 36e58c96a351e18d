using LungSeg.Core.Reporting.Html;
using LungSeg.Core.Validation;

namespace LungSeg.Core.Reporting.Sections;

/// <summary>One rule with its worst rows, its findings and the commands that act on them.</summary>
internal static class RuleFindings
{
    private const int Shown = 24;

    // From this share of a file on, leaving its rows out leaves too little, and all rows are split anew.
    private const double MaxShareLeftOut = 0.25;
    private static readonly string[] AcrossInputs = ["LS043", "LS045"];

    public static void Write(HtmlWriter html, ReportContent content, FindingGroup group)
    {
        var severity = Severities.Name(group.Severity);
        html.Line(
            $"<article class=\"rule {severity}\" id=\"{group.Anchor}\" aria-labelledby=\"{group.Anchor}-name\"><h3 "
                + $"id=\"{group.Anchor}-name\">"
                + $"<span class=\"badge\">{severity}</span> {group.Rule.Id} {group.Rule.Name} <span "
                + $"class=\"count\">{group.Count}</span></h3>"
        );
        html.Line($"<p>{Sentence(group.Rule.Summary)}. {group.Rule.Why}</p>");
        WriteWorst(html, content, group);
        html.Line($"<p class=\"act\"><b>What to do:</b> {GetRemedy(content, group)} {CommandLines.Draw(GetCommands(content, group))}</p>");
        if (group.Findings.Count > 1 || group.Rows.Count == 0)
        {
            html.Line($"{DrawFindings(content, group)}");
        }
        html.Line($"</article>");
    }

    /// <summary>Whether pictures of the lesion show what is wrong.</summary>
    public static bool IsAboutLesion(FindingGroup group) =>
        group.Rule.Name.StartsWith("lesion", StringComparison.Ordinal)
        || group.Rule.Name is "many-components" or "label-mask" or "mask-values";

    /// <summary>The row of a finding, as a link where it has pictures; else the input.</summary>
    public static Markup Where(ReportContent content, Finding finding) =>
        finding.Row is { } row ? content.Link(row) : Markup.Format($"<code>{finding.Stem}</code>");

    private static void WriteWorst(HtmlWriter html, ReportContent content, FindingGroup group)
    {
        var worst = content.Pictured.OfRules[group.Rule.Id].Where(finding => content.Pictures.ContainsKey(finding.Row!)).ToArray();
        if (worst.Length == 0)
        {
            return;
        }

        html.Line($"<ul class=\"worst\" aria-label=\"Worst rows of {group.Rule.Id}\">");
        foreach (var finding in worst)
        {
            var pictures = PicturedRows
                .GetRows(finding)
                .Where(content.Pictures.ContainsKey)
                .Select(row => Picture.DrawSmall(content, row, content.Pictures[row], IsAboutLesion(group)));
            html.Line($"<li><div class=\"small\">{Markup.Join(pictures)}</div><p>{Where(content, finding)}<br>{finding.Message}</p></li>");
        }

        html.Line($"</ul>");
    }

    private static Markup DrawFindings(ReportContent content, FindingGroup group)
    {
        var hasFigures = group.Findings.Any(finding => finding.Figure is not null);
        string[] heads = ["row", "finding", .. hasFigures ? new[] { "figure", "limit" } : []];
        var shown = group.Findings.Take(Shown).ToArray();
        var summary =
            group.Findings.Count <= Shown
                ? $"All {Figures.Count(group.Findings.Count, "finding", "findings")}"
                : $"The worst {Shown} of {Figures.Count(group.Findings.Count, "finding", "findings")}";
        var all = content.Commands.Fill($"lungseg validate INPUT --all --only {group.Rule.Id}", group.Findings);
        var more = group.Findings.Count <= Shown ? Markup.None : Markup.Format($"<p>All of them: {CommandLines.Draw(all)}</p>");
        return Markup.Format(
            $"{new DataTable($"{group.Rule.Id} {group.Rule.Name}", DataTable.Heads(heads))
            {
                Lines = shown.Select(finding =>
                    (IReadOnlyList<Markup>)
                        [
                            Where(content, finding),
                            DataTable.Cell(finding.Message),
                            .. hasFigures
                                ? new[]
                                {
                                    Figures.Number(default, finding.Figure, "#,0.###"),
                                    Figures.Number(default, finding.Limit, "#,0.###"),
                                }
                                : [],
                        ]
                ),
                TextColumns = 2,
            }.Fold(summary)}{more}"
        );
    }

    private static string GetRemedy(ReportContent content, FindingGroup group) =>
        FindFlooded(content, group) is { } flooded
            ? $"{Figures.Text(flooded.Leaking)} of the {Figures.Count(flooded.Rows, "row", "rows")} of {flooded.Stem} leak, "
                + $"leaving them out "
                + $"leaves {Figures.Text(flooded.Rows - flooded.Leaking)}: split all rows again, by scan."
            : group.Rule.Remedy;

    private static IEnumerable<string> GetCommands(ReportContent content, FindingGroup group)
    {
        if (FindFlooded(content, group) is not null)
        {
            return content.Commands.SplitAgain();
        }
        var mending = group.Rule.Command is { } command ? content.Commands.Fill(command, group.Findings) : [];
        var stems = group.Findings.Where(finding => finding.Row is not null).Select(finding => finding.Stem);
        var leaving =
            !group.Rule.ChoosesRows || group.Rows.Count == 0 ? []
            : AcrossInputs.Contains(group.Rule.Id) ? content.Commands.LeaveOutOfLater(group.Rule.Name, stems)
            : content.Commands.LeaveOut(group.Rule.Name, stems);
        return mending.Concat(leaving);
    }

    /// <summary>The input of which most rows leak, where they are too many to leave out.</summary>
    private static (string Stem, int Leaking, int Rows)? FindFlooded(ReportContent content, FindingGroup group)
    {
        if (!AcrossInputs.Contains(group.Rule.Id))
        {
            return null;
        }

        var leaking = content
            .Findings.Where(other => AcrossInputs.Contains(other.Rule.Id))
            .SelectMany(other => other.Findings)
            .Where(finding => finding.Row is not null)
            .DistinctBy(finding => finding.Row)
            .CountBy(finding => finding.Stem);
        return leaking
            .Select(count => (Stem: count.Key, Leaking: count.Value, Rows: CountRows(content, count.Key)))
            .Where(count => count.Leaking > MaxShareLeftOut * count.Rows)
            .OrderByDescending(count => (double)count.Leaking / count.Rows)
            .Select(count => ((string, int, int)?)count)
            .FirstOrDefault();
    }

    private static int CountRows(ReportContent content, string stem) =>
        content.Cuts.Inputs.FirstOrDefault(input => input.Stem == stem)?.Rows.Count ?? 0;

    private static string Sentence(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
