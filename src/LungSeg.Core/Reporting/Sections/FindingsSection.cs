using LungSeg.Core.Reporting.Html;
using LungSeg.Core.Validation;

namespace LungSeg.Core.Reporting.Sections;

/// <summary>
/// Findings of the rules: the three most severe as cards, a table of all, then each rule with its worst rows and
/// commands.
/// </summary>
internal static class FindingsSection
{
    private const int TopCount = 3;

    public static void Write(HtmlWriter html, ReportContent content)
    {
        var counts = content
            .Findings.SelectMany(group => group.Findings)
            .GroupBy(finding => finding.Severity)
            .ToDictionary(group => group.Key, group => group.Count());
        var sum = string.Join(
            ", ",
            Severities.WorstFirst.Select(severity =>
                Figures.Count(counts.GetValueOrDefault(severity), Severities.Name(severity), Severities.Name(severity) + "s")
            )
        );
        html.OpenSection("findings", "Top findings", $"{sum} by {Figures.Count(content.RulesRun, "rule", "rules")}.");
        if (content.Findings.Count == 0)
        {
            html.Line($"<p class=\"fine\">No rule found anything.</p>");
            html.CloseSection();
            return;
        }
        html.Line($"<ol class=\"top\">");
        foreach (var group in content.Findings.Take(TopCount))
        {
            WriteCard(html, content, group);
        }
        html.Line($"</ol>{DrawTable(content)}");
        foreach (var group in content.Findings)
        {
            RuleFindings.Write(html, content, group);
        }
        html.CloseSection();
    }

    private static void WriteCard(HtmlWriter html, ReportContent content, FindingGroup group)
    {
        var severity = Severities.Name(group.Severity);
        html.Line($"<li class=\"card {severity}\" data-rule=\"{group.Rule.Id}\">");
        if (group.Example.Row is { } row && content.Pictures.TryGetValue(row, out var pictures))
        {
            html.Line($"{Picture.DrawSmall(content, row, pictures, RuleFindings.IsAboutLesion(group))}");
        }

        html.Line(
            $"<div><p class=\"what\"><span class=\"badge\">{severity}</span> <span class=\"count\">{group.Count}</span></p>"
                + $"<h3>{Sentence(group.Rule.Summary)}</h3>"
        );
        html.Line(
            $"<p class=\"example\">{RuleFindings.Where(content, group.Example)}: {group.Example.Message}</p>"
                + $"<p class=\"more\"><a href=\"#{group.Anchor}\">{group.Rule.Id}: worst rows and commands</a></p></div></li>"
        );
    }

    private static Markup DrawTable(ReportContent content) =>
        new DataTable(
            "All findings by rule",
            [
                DataTable.Cell("rule"),
                Glossary.Finding.As("severity"),
                DataTable.Cell("found"),
                DataTable.Cell("findings"),
                DataTable.Cell("rows"),
            ]
        )
        {
            Lines = content.Findings.Select(group =>
                new[]
                {
                    Markup.Format($"<a href=\"#{group.Anchor}\">{group.Rule.Id} {group.Rule.Name}</a>"),
                    Markup.Format($"<span class=\"badge {Severities.Name(group.Severity)}\">{Severities.Name(group.Severity)}</span>"),
                    DataTable.Cell(group.Rule.Summary),
                    Figures.Integer(default, group.Findings.Count),
                    Figures.Integer(default, group.Rows.Count),
                }
            ),
            TextColumns = 3,
        }.Draw();

    private static string Sentence(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
