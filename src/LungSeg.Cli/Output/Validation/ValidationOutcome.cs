using LungSeg.Core.Bytes;
using LungSeg.Core.Datasets;
using LungSeg.Core.Validation;

namespace LungSeg.Cli.Output.Validation;

/// <summary>The result of a validation that all report formats write.</summary>
internal sealed record ValidationOutcome
{
    public required Dataset Dataset { get; init; }

    /// <summary>Inputs that could not be opened.</summary>
    public required IReadOnlyList<RefusedInput> Refused { get; init; }

    public required ValidationReport Report { get; init; }

    /// <summary>Lowest severity that fails the run; null for none.</summary>
    public Severity? FailOn { get; init; }

    /// <summary>Fingerprints of known findings; null without a baseline.</summary>
    public IReadOnlySet<string>? Known { get; init; }

    /// <summary>The baseline that all findings were written to; null for none.</summary>
    public string? WrittenBaseline { get; init; }

    /// <summary>Findings that are not in the baseline, in order.</summary>
    public IReadOnlyList<Finding> New => Known is null ? Report.Findings : [.. Report.Findings.Where(IsNew)];

    /// <summary>Path and stem of all inputs; those that could not be opened are last.</summary>
    public IEnumerable<(string Path, string Stem)> Inputs =>
        Dataset.Inputs.Select(input => (input.Path, input.Stem)).Concat(Refused.Select(input => (input.Path, input.Stem)));

    public bool IsNew(Finding finding) => Known is null || !Known.Contains(finding.Fingerprint);

    /// <summary>Whether a finding makes the run fail.</summary>
    public bool Fails(Finding finding) => IsNew(finding) && finding.Severity >= FailOn;

    /// <summary>For example <c>1 error, 3 warnings</c>; null where nothing was found.</summary>
    public string? Counts()
    {
        var counts = ValidationReport
            .Count(New)
            .Where(pair => pair.Value > 0)
            .Select(pair => $"{pair.Value} {Severities.Name(pair.Key)}{(pair.Value == 1 ? string.Empty : "s")}")
            .ToArray();
        return counts.Length == 0 ? null : string.Join(", ", counts);
    }

    /// <summary>Summary in one line.</summary>
    public string Headline()
    {
        var (run, skipped) = (Report.RulesRun.Count, Report.RulesSkipped.Count);
        var found =
            Counts()
            ?? (
                run == 0 && skipped > 0 ? "nothing judged"
                : WrittenBaseline is null ? "nothing found"
                : "nothing new"
            );
        return $"{found} in {Quantity.Of(Report.Rows, "row")} by {Quantity.Of(run, "rule")}"
            + $"{(skipped > 0 ? $"; {Quantity.Of(skipped, "rule")} not judged" : string.Empty)}{DescribeKnown()}";
    }

    /// <summary>The rules that could judge no input, one line for each reason.</summary>
    public IEnumerable<string> ListSkipped() =>
        Report
            .RulesSkipped.GroupBy(skipped => skipped.Missing)
            .Select(skipped =>
                $"not judged, since no input has {skipped.Key}: "
                + string.Join(", ", skipped.Select(rule => $"{rule.Rule.Id} {rule.Rule.Name}"))
            );

    private string DescribeKnown()
    {
        var known = Report.Findings.Count - New.Count;
        var findings = known == 1 ? "finding" : "findings";
        return WrittenBaseline is { } path ? $"; {known} {findings} written to the baseline {path}"
            : known > 0 ? $"; {known} known {findings} left out"
            : string.Empty;
    }
}
