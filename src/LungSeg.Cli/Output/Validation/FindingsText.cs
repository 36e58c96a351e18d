using System.Globalization;
using LungSeg.Cli.Output.Tables;
using LungSeg.Core.Bytes;
using LungSeg.Core.Validation;

namespace LungSeg.Cli.Output.Validation;

/// <summary>Findings for people: a line for each rule, or all of them.</summary>
internal static class FindingsText
{
    private const int MaxExamples = 3;

    /// <param name="outcome">The result.</param>
    /// <param name="all">Whether every finding is written, with what to do about it.</param>
    /// <param name="terminal">Where it is written.</param>
    public static void Write(ValidationOutcome outcome, bool all, Terminal terminal)
    {
        var page = new TextPage(terminal);
        if (page.IsPlain)
        {
            page.Table(ListFindings(outcome));
            return;
        }

        var groups = outcome
            .New.GroupBy(finding => (finding.Rule, finding.Severity))
            .OrderByDescending(group => group.Key.Severity)
            .ThenByDescending(CountRows)
            .ToArray();
        if (all)
        {
            foreach (var group in groups)
            {
                WriteGroup(page, group.Key.Rule, group.Key.Severity, group);
            }
        }
        else if (groups.Length > 0)
        {
            page.Table(Overview(groups));
        }

        page.Text(outcome.Headline(), TextStyle.Bold);
        foreach (var line in outcome.ListSkipped())
        {
            page.Text(line);
        }

        if (!all && groups.Length > 0)
        {
            page.Text("--all lists every finding and what to do about it, --plain for awk and cut");
        }
    }

    private static int CountRows(IEnumerable<Finding> findings) =>
        findings.Select(finding => finding.Row ?? finding.Path).Distinct().Count();

    private static TextTable Overview(IEnumerable<IGrouping<(RuleInfo Rule, Severity Severity), Finding>> groups)
    {
        var table = new TextTable(
            TextColumn.Text("severity", "severity", minWidth: 8),
            TextColumn.Text("rule", "rule"),
            new TextColumn("rows", "rows"),
            TextColumn.Text("for example", "examples", minWidth: 16),
            TextColumn.Text("what", "what", priority: 1, minWidth: 32)
        )
        {
            More = null,
        };
        foreach (var group in groups)
        {
            var (rule, severity) = group.Key;
            string[] places = [.. group.Select(finding => finding.Row ?? finding.Path).Distinct()];
            table.Add(
                new TextCell(Severities.Name(severity), Severities.Name(severity), StyleOf(severity)),
                $"{rule.Id} {rule.Name}",
                places.Length,
                ShortList.Join(places, MaxExamples),
                rule.Summary
            );
        }

        return table;
    }

    private static TextTable ListFindings(ValidationOutcome outcome)
    {
        var table = new TextTable(
            TextColumn.Text("severity", "severity"),
            TextColumn.Text("rule", "rule"),
            TextColumn.Text("name", "name"),
            TextColumn.Text("place", "place"),
            TextColumn.Text("column", "column"),
            TextColumn.Text("message", "message")
        );
        foreach (var finding in outcome.New.OrderByDescending(finding => finding.Severity))
        {
            table.Add(
                Severities.Name(finding.Severity),
                finding.Rule.Id,
                finding.Rule.Name,
                finding.Row ?? finding.Path,
                finding.Column ?? string.Empty,
                Message(finding)
            );
        }

        return table;
    }

    private static void WriteGroup(TextPage page, RuleInfo rule, Severity severity, IEnumerable<Finding> findings)
    {
        page.Labelled(StyleOf(severity), Severities.Name(severity), $"{rule.Id} {rule.Name}: {rule.Summary}");
        foreach (var finding in findings)
        {
            page.Text($"  {FindingPlaces.Describe(finding)}  {Message(finding)}", indent: 6);
        }

        page.Text($"  {rule.Remedy}", indent: 2);
        page.Blank();
    }

    private static TextStyle StyleOf(Severity severity) =>
        severity switch
        {
            Severity.Error => TextStyle.Error,
            Severity.Warning => TextStyle.Warning,
            _ => TextStyle.Note,
        };

    private static string Message(Finding finding) =>
        finding.Row is null && finding.Offset is { } offset
            ? string.Create(CultureInfo.InvariantCulture, $"{finding.Message} (at byte {offset})")
            : finding.Message;
}
