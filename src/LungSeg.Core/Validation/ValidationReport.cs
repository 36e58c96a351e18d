using LungSeg.Core.Bytes;
using LungSeg.Core.Datasets;

namespace LungSeg.Core.Validation;

/// <summary>Result of a validation.</summary>
/// <param name="Findings">Ordered by rule, then input, then row.</param>
/// <param name="RulesRun">The rules that judged an input, in order.</param>
/// <param name="Rows">Number of rows checked.</param>
/// <param name="RowsUnreadable">Number of checked rows whose arrays could not be read.</param>
public sealed record ValidationReport(IReadOnlyList<Finding> Findings, IReadOnlyList<RuleInfo> RulesRun, int Rows, int RowsUnreadable)
{
    /// <summary>The rules that were asked for and could judge no input, in order.</summary>
    public IReadOnlyList<SkippedRule> RulesSkipped { get; init; } = [];

    /// <summary>Number of findings of each severity, in descending order of severity.</summary>
    public static IReadOnlyList<KeyValuePair<Severity, int>> Count(IEnumerable<Finding> findings)
    {
        ArgumentNullException.ThrowIfNull(findings);
        var counts = findings.CountBy(finding => finding.Severity).ToDictionary();
        return [.. Severities.WorstFirst.Select(severity => KeyValuePair.Create(severity, counts.GetValueOrDefault(severity)))];
    }
}

/// <summary>A rule that could judge no input.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Missing">The columns that all inputs lack, in words.</param>
public sealed record SkippedRule(RuleInfo Rule, string Missing);

/// <summary>An input that could not be opened.</summary>
/// <param name="Path">Path as the user gave it.</param>
/// <param name="Message">Why, in one sentence.</param>
/// <param name="Fault">Fault of its content; null where the file is missing or may not be read.</param>
/// <param name="Offset">Byte at which reading ended, or null.</param>
public sealed record RefusedInput(string Path, string Message, Fault? Fault = null, long? Offset = null)
{
    /// <summary>Stem that the names of its rows would have.</summary>
    public string Stem => InputStem.FromPath(Path);

    /// <summary>Creates it from the exception that opening threw.</summary>
    public static RefusedInput FromException(string path, DatasetFormatException exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return new RefusedInput(path, exception.Detail, exception.Fault, exception.Offset);
    }
}
