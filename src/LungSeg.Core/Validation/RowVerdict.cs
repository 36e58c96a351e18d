namespace LungSeg.Core.Validation;

/// <summary>What the rules about rows say of one row, and what the rules about the set are to know of it.</summary>
/// <param name="Findings">Findings, with the severities of their rules.</param>
/// <param name="Facts">What is remembered; null where the row's arrays could not be read.</param>
internal sealed record RowVerdict(IReadOnlyList<Finding> Findings, RowFacts? Facts);
