using LungSeg.Core.Reporting.Html;
using LungSeg.Core.Statistics;
using LungSeg.Core.Validation;

namespace LungSeg.Core.Reporting;

/// <summary>The findings of one rule.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Findings">Its findings, the worst first.</param>
internal sealed record FindingGroup(RuleInfo Rule, IReadOnlyList<Finding> Findings)
{
    // Equal slices in two inputs: no figure of one against the other means anything.
    private const string First = "LS045";

    /// <summary>The highest severity of the findings; settings may differ between inputs.</summary>
    public Severity Severity => Findings.Max(finding => finding.Severity);

    /// <summary>Names of the rows, each once, the worst first.</summary>
    public IReadOnlyList<string> Rows { get; } = [.. Findings.Select(finding => finding.Row).OfType<string>().Distinct()];

    /// <summary>Stems of the inputs that have such rows, or are such.</summary>
    public IEnumerable<string> Stems => Findings.Select(finding => finding.Stem).Distinct();

    /// <summary>The worst finding on a row, else on an input.</summary>
    public Finding Example => Findings.FirstOrDefault(finding => finding.Row is not null) ?? Findings[0];

    /// <summary>Number of rows, or of files where no finding is about a row, with the word.</summary>
    public string Count =>
        Rows.Count > 0
            ? Figures.Count(Rows.Count, "row", "rows")
            : Figures.Count(Findings.Select(finding => finding.Path).Distinct().Count(), "file", "files");

    /// <summary>Anchor of the rule on the page.</summary>
    public string Anchor => $"rule-{Rule.Id}";

    /// <summary>
    /// Groups findings by rule: equal slices in two inputs first, then by severity, by number of rows, by number of findings, and by id.
    /// </summary>
    /// <param name="findings">The findings.</param>
    /// <param name="rows">Figures of the rows.</param>
    public static IReadOnlyList<FindingGroup> FromFindings(IReadOnlyList<Finding> findings, IReadOnlyList<RowStatistics> rows)
    {
        var byName = rows.ToDictionary(row => row.Row);
        return
        [
            .. findings
                .GroupBy(finding => finding.Rule.Id)
                .Select(group => new FindingGroup(group.First().Rule, Rank(group, byName)))
                .OrderByDescending(group => group.Rule.Id == First)
                .ThenByDescending(group => group.Severity)
                .ThenByDescending(group => group.Rows.Count)
                .ThenByDescending(group => group.Findings.Count)
                .ThenBy(group => group.Rule.Id, StringComparer.Ordinal),
        ];
    }

    /// <summary>
    /// Orders by severity, then by how far the figure lies beyond its limit, then as rows are ranked: by the share of the lesion that is
    /// lost, and its size.
    /// </summary>
    private static Finding[] Rank(IEnumerable<Finding> findings, Dictionary<string, RowStatistics> rows)
    {
        return
        [
            .. findings
                .Select(finding => (Finding: finding, Row: finding.Row is { } name ? rows.GetValueOrDefault(name) : null))
                .OrderByDescending(ranked => ranked.Finding.Severity)
                .ThenByDescending(ranked => ranked.Finding.Excess)
                .ThenBy(ranked => ranked.Row?.LesionKept ?? 1)
                .ThenByDescending(ranked => ranked.Row?.LesionPx ?? 0)
                .Select(ranked => ranked.Finding),
        ];
    }
}
