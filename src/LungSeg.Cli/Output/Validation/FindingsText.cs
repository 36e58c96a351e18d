using System.Globalization;
using LungSeg.Core.Bytes;
using LungSeg.Core.Validation;
using Spectre.Console;

namespace LungSeg.Cli.Output.Validation;

/// <summary>Findings for people, grouped by rule.</summary>
internal static class FindingsText
{
    private const int MaxShown = 10;

    public static void Write(ValidationOutcome outcome, Terminal terminal)
    {
        var console = SpectreConsole.Create(terminal);
        foreach (var group in outcome.New.GroupBy(finding => (finding.Rule, finding.Severity)))
        {
            WriteGroup(console, group.Key.Rule, group.Key.Severity, [.. group]);
        }
        console.MarkupLineInterpolated($"[bold]{outcome.Headline()}[/]");
    }

    private static void WriteGroup(IAnsiConsole console, RuleInfo rule, Severity severity, Finding[] findings)
    {
        var color = severity switch
        {
            Severity.Error => "red",
            Severity.Warning => "yellow",
            _ => "blue",
        };
        console.Markup($"[{color}]{Severities.Name(severity)}[/] ");
        console.MarkupLineInterpolated($"[bold]{rule.Id} {rule.Name}[/]: {rule.Summary}");
        var width = findings.Take(MaxShown).Max(finding => Place(finding).Length);
        foreach (var finding in findings.Take(MaxShown))
        {
            console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"  {Place(finding).PadRight(width)}  {PrintableText.Escape(finding.Message)}"
                        + $"{(finding.Row is null && finding.Offset is { } offset ? $" (at byte {offset})" : string.Empty)}"
                )
            );
        }
        if (findings.Length > MaxShown)
        {
            console.WriteLine(
                $"  ... and {findings.Length - MaxShown} more: {PrintableText.Escape(FindingPlaces.List(findings.Skip(MaxShown)))}"
            );
        }
        console.WriteLine($"  {rule.Remedy}");
        console.WriteLine();
    }

    private static string Place(Finding finding) => PrintableText.Escape(FindingPlaces.Describe(finding));
}
