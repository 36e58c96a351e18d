using LungSeg.Core.Reporting.Html;
using LungSeg.Core.Validation;

namespace LungSeg.Core.Reporting;

/// <summary>The findings of one rule.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Findings">Its findings, in order.</param>
internal sealed record FindingGroup(RuleInfo Rule, IReadOnlyList<Finding> Findings)
{
    /// <summary>The highest severity of the findings; settings may differ between inputs.</summary>
    public Severity Severity => Findings.Max(finding => finding.Severity);

    /// <summary>Names of the rows, each once, in order.</summary>
    public IReadOnlyList<string> Rows { get; } = [.. Findings.Select(finding => finding.Row).OfType<string>().Distinct()];

    /// <summary>The first finding on a row, else on an input.</summary>
    public Finding Example => Findings.FirstOrDefault(finding => finding.Row is not null) ?? Findings[0];

    /// <summary>Number of rows, or of files where no finding is about a row, with the word.</summary>
    public string Count =>
        Rows.Count > 0
            ? Figures.Count(Rows.Count, "row", "rows")
            : Figures.Count(Findings.Select(finding => finding.Path).Distinct().Count(), "file", "files");

    /// <summary>Anchor of the rule's details on the page.</summary>
    public string Anchor => $"rule-{Rule.Id}";

    /// <summary>Groups findings by rule, ordered by severity, then by number of rows, by number of findings, and by id.</summary>
    public static IReadOnlyList<FindingGroup> FromFindings(IReadOnlyList<Finding> findings) =>
        [
            .. findings
                .GroupBy(finding => finding.Rule.Id)
                .Select(group => new FindingGroup(group.First().Rule, [.. group]))
                .OrderByDescending(group => group.Severity)
                .ThenByDescending(group => group.Rows.Count)
                .ThenByDescending(group => group.Findings.Count)
                .ThenBy(group => group.Rule.Id, StringComparer.Ordinal),
        ];
}
