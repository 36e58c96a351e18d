using LungSeg.Core.Validation;

namespace LungSeg.Cli.Output.Validation;

/// <summary>Findings as a Markdown table, one line a rule, for the summary of a CI step.</summary>
internal static class FindingsMarkdown
{
    public static void Write(ValidationOutcome outcome, TextWriter output)
    {
        output.WriteLine($"## lungseg validate: {Cell(outcome.Headline())}");
        output.WriteLine();
        foreach (var input in outcome.Inputs)
        {
            output.WriteLine($"- {Cell(input.Path)}");
        }

        foreach (var line in outcome.ListSkipped())
        {
            output.WriteLine($"- {Cell(line)}");
        }

        if (outcome.New.Count == 0)
        {
            return;
        }
        output.WriteLine();
        output.WriteLine("| | rule | what | findings | where | first |");
        output.WriteLine("|---|---|---|---|---|---|");
        foreach (
            var group in outcome.New.GroupBy(finding => (finding.Rule, finding.Severity)).OrderByDescending(group => group.Key.Severity)
        )
        {
            output.WriteLine(
                $"| {Severities.Name(group.Key.Severity)} | {group.Key.Rule.Id} {group.Key.Rule.Name} | {group.Key.Rule.Summary} | "
                    + $"{group.Count()} | {Cell(FindingPlaces.List(group))} | {Cell(group.First().Message)} |"
            );
        }
    }

    private static string Cell(string text)
    {
        var escaped = new System.Text.StringBuilder();
        foreach (var c in text)
        {
            if (c is '|' or '\\' or '`' or '*' or '_' or '<' or '[' or ']')
            {
                escaped.Append('\\');
            }
            escaped.Append(char.IsControl(c) ? ' ' : c);
        }

        return escaped.ToString();
    }
}
