using LungSeg.Core.Reporting.Html;
using LungSeg.Core.Validation;

namespace LungSeg.Core.Reporting.Sections;

/// <summary>Findings of the rules: the three most severe as cards, then all.</summary>
internal static class FindingsSection
{
    private const int TopCount = 3;
    private const int RowsShown = 24;

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
        }
        html.Line($"<ol class=\"top\">");
        foreach (var group in content.Findings.Take(TopCount))
        {
            WriteCard(html, content, group);
        }
        html.Line($"</ol>{FigureDefinitions.Findings.Folded}");
        if (content.Findings.Count > 0)
        {
            html.Line($"<h3>All findings by rule</h3>");
        }
        foreach (var group in content.Findings)
        {
            WriteAll(html, content, group);
        }
        html.CloseSection();
    }

    private static void WriteCard(HtmlWriter html, ReportContent content, FindingGroup group)
    {
        var severity = Severities.Name(group.Severity);
        html.Line($"<li class=\"card {severity}\" data-rule=\"{group.Rule.Id}\">");
        if (group.Example.Row is { } row && content.Pictures.TryGetValue(row, out var pictures))
        {
            var picture =
                IsAboutLesion(group) && pictures.Detail is { } detail
                    ? Picture.Draw(detail, $"Lesion of {row}, outlined")
                    : Picture.Draw(pictures.Slice, $"Slice of {row}, lesion outlined");
            html.Line($"{picture}");
        }

        html.Line(
            $"<div><p class=\"what\"><span class=\"badge\">{severity}</span> <span class=\"count\">{group.Count}</span></p>"
                + $"<h3>{Sentence(group.Rule.Summary)}</h3>"
        );
        html.Line(
            $"<p class=\"example\">{Where(group.Example)}: {group.Example.Message}</p>"
                + $"<p class=\"more\"><a href=\"#{group.Anchor}\">{group.Rule.Id} {group.Rule.Name}: rows and remedy</a></p></div></li>"
        );
    }

    private static void WriteAll(HtmlWriter html, ReportContent content, FindingGroup group)
    {
        var severity = Severities.Name(group.Severity);
        html.Line(
            $"<details class=\"rule {severity}\" id=\"{group.Anchor}\"><summary><span class=\"badge\">{severity}</span> "
                + $"<span class=\"id\">{group.Rule.Id} {group.Rule.Name}</span> <span class=\"count\">{group.Count}</span> "
                + $"<span class=\"summary\">{group.Rule.Summary}</span></summary><div class=\"body\">"
        );
        if (group.Example.Row is { } row && content.Pictures.TryGetValue(row, out var pictures))
        {
            html.Line(
                $"<figure>{Picture.Draw(pictures.Kept ?? pictures.Slice, $"Slice of {row}, lesion outlined, kept area tinted")}"
                    + $"<figcaption>{Where(group.Example)}</figcaption></figure>"
            );
        }
        html.Line($"<div><p>{group.Rule.Why}</p><p><b>What to do:</b> {group.Rule.Remedy}</p><ul class=\"rows\">");
        foreach (var finding in group.Findings.Take(RowsShown))
        {
            html.Line($"<li>{Where(finding)} {finding.Message}</li>");
        }
        html.Line($"</ul>{More(group)}</div></div></details>");
    }

    private static bool IsAboutLesion(FindingGroup group) => group.Rule.Name.StartsWith("lesion", StringComparison.Ordinal);

    private static Markup Where(Finding finding) => Markup.Format($"<code>{finding.Row ?? finding.Stem}</code>");

    private static Markup More(FindingGroup group) =>
        group.Findings.Count <= RowsShown
            ? Markup.None
            : Markup.Format(
                $"<p>and {Figures.Text(group.Findings.Count - RowsShown)} more: "
                    + $"<code>lungseg validate --only {group.Rule.Id}</code> lists all.</p>"
            );

    private static string Sentence(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
