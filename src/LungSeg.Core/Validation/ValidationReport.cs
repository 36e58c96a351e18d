using LungSeg.Core.Bytes;
using LungSeg.Core.Datasets;

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

/// <summary>An input that could not be opened at all.</summary>
/// <param name="Path">Path as the user gave it.</param>
/// <param name="Message">Why, in one sentence.</param>
/// <param name="Fault">What is wrong with its content; null where it is missing or may not be read.</param>
/// <param name="Offset">Byte at which reading ended, or null.</param>
public sealed record RefusedInput(string Path, string Message, Fault? Fault = null, long? Offset = null)
{
    /// <summary>What the names of its rows would have begun with.</summary>
    public string Stem => InputStem.FromPath(Path);

    /// <summary>From the exception with which opening ended.</summary>
    public static RefusedInput FromException(string path, DatasetFormatException exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return new RefusedInput(path, exception.Detail, exception.Fault, exception.Offset);
    }
}
