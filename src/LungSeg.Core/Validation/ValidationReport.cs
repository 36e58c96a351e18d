namespace LungSeg.Core.Validation;

/// <summary>What a validation found.</summary>
/// <param name="Findings">Ordered by rule, then input, then row.</param>
/// <param name="RulesRun">The rules that ran, in order.</param>
/// <param name="Rows">Number of rows looked at.</param>
/// <param name="RowsUnreadable">Number of those whose arrays could not be read.</param>
public sealed record ValidationReport(IReadOnlyList<Finding> Findings, IReadOnlyList<RuleInfo> RulesRun, int Rows, int RowsUnreadable)
{
    /// <summary>Number of findings of each severity, the worst first.</summary>
    public static IReadOnlyList<KeyValuePair<Severity, int>> Count(IEnumerable<Finding> findings)
    {
        ArgumentNullException.ThrowIfNull(findings);
        var counts = findings.CountBy(finding => finding.Severity).ToDictionary();
        return [.. Severities.WorstFirst.Select(severity => KeyValuePair.Create(severity, counts.GetValueOrDefault(severity)))];
    }
}
