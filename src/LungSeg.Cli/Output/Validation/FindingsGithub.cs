using LungSeg.Core.Validation;

namespace LungSeg.Cli.Output.Validation;

/// <summary>Findings as annotations of GitHub Actions.</summary>
internal static class FindingsGithub
{
    // GitHub shows ten annotations of a kind in each step; the tenth gives the number of all.
    private const int MaxShown = 9;

    public static void Write(ValidationOutcome outcome, TextWriter output)
    {
        foreach (var severity in Severities.WorstFirst)
        {
            var kind = severity == Severity.Note ? "notice" : Severities.Name(severity);
            var findings = outcome.New.Where(finding => finding.Severity == severity).ToArray();
            foreach (var finding in findings.Take(MaxShown))
            {
                output.WriteLine(
                    $"::{kind} file={Property(FindingPlaces.RelativePath(finding.Path))},line=1,title="
                        + $"{Property($"{finding.Rule.Id} {finding.Rule.Name}")}::"
                        + $"{Message($"{FindingPlaces.Describe(finding)}: {finding.Message}")}"
                );
            }
            if (findings.Length > MaxShown)
            {
                output.WriteLine(
                    $"::{kind} title={Property("lungseg validate")}::"
                        + $"{Message($"{findings.Length - MaxShown} more: {Rules(findings.Skip(MaxShown))}")}"
                );
            }
        }

        output.WriteLine(outcome.Headline());
    }

    private static string Rules(IEnumerable<Finding> findings) =>
        string.Join(", ", findings.GroupBy(finding => finding.Rule).Select(group => $"{group.Key.Id} {group.Key.Name} {group.Count()} x"));

    private static string Message(string text) =>
        text.Replace("%", "%25", StringComparison.Ordinal)
            .Replace("\r", "%0D", StringComparison.Ordinal)
            .Replace("\n", "%0A", StringComparison.Ordinal);

    private static string Property(string text) =>
        Message(text).Replace(":", "%3A", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal);
}
