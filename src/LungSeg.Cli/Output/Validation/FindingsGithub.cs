using LungSeg.Core.Validation;

namespace LungSeg.Cli.Output.Validation;

/// <summary>Findings as annotations of GitHub Actions.</summary>
internal static class FindingsGithub
{
    /// <summary>Annotations of a severity that GitHub shows in each step; the last gives the number of all that are left out.</summary>
    public const int DefaultLimit = 10;

    /// <param name="outcome">The findings.</param>
    /// <param name="limit">Annotations of a severity at most; 0 for none.</param>
    /// <param name="output">Where they are written.</param>
    public static void Write(ValidationOutcome outcome, int limit, TextWriter output)
    {
        foreach (var severity in Severities.WorstFirst)
        {
            var kind = severity == Severity.Note ? "notice" : Severities.Name(severity);
            var findings = outcome.New.Where(finding => finding.Severity == severity).ToArray();
            var shown = findings.Length <= limit ? findings.Length : Math.Max(0, limit - 1);
            foreach (var finding in findings.Take(shown))
            {
                output.WriteLine(
                    $"::{kind} file={Property(FindingPlaces.RelativePath(finding.Path))},line=1,title="
                        + $"{Property($"{finding.Rule.Id} {finding.Rule.Name}")}::"
                        + $"{Message($"{FindingPlaces.Describe(finding)}: {finding.Message}")}"
                );
            }
            if (findings.Length > limit && limit > 0)
            {
                output.WriteLine(
                    $"::{kind} title={Property("lungseg validate")}::"
                        + $"{Message($"{findings.Length - shown} more: {Rules(findings.Skip(shown))}")}"
                );
            }
        }

        output.WriteLine(outcome.Headline());
        foreach (var line in outcome.ListSkipped())
        {
            output.WriteLine(line);
        }
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
