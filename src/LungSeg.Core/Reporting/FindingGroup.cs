using LungSeg.Core.Reporting.Html;
using LungSeg.Core.Validation;

namespace LungSeg.Core.Reporting;

/// <summary>What one rule found.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Findings">Its findings, in order.</param>
internal sealed record FindingGroup(RuleInfo Rule, IReadOnlyList<Finding> Findings)
{
    /// <summary>The gravest severity among them: settings may differ between inputs.</summary>
    public Severity Severity => Findings.Max(finding => finding.Severity);

    /// <summary>Names of the rows, each once, in order.</summary>
    public IReadOnlyList<string> Rows { get; } = [.. Findings.Select(finding => finding.Row).OfType<string>().Distinct()];

    /// <summary>The first finding on a row, else on an input.</summary>
    public Finding Example => Findings.FirstOrDefault(finding => finding.Row is not null) ?? Findings[0];

    /// <summary>Rows or, where none is meant, files, with the word.</summary>
    public string Count =>
        Rows.Count > 0
            ? Figures.Count(Rows.Count, "row", "rows")
            : Figures.Count(Findings.Select(finding => finding.Path).Distinct().Count(), "file", "files");

    /// <summary>Where the page tells more.</summary>
    public string Anchor => $"rule-{Rule.Id}";

    /// <summary>Findings by rule: by severity, then by rows, then by findings, then by id.</summary>
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
