using LungSeg.Core.Datasets;

namespace LungSeg.Core.Grouping;

/// <summary>Rows that two sets share, or that one set holds twice.</summary>
/// <param name="Threshold">Likeness from which pairs are reported.</param>
/// <param name="Pairs">The pairs, the most alike first, then by position.</param>
public sealed record LeakageReport(double Threshold, IReadOnlyList<LeakagePair> Pairs)
{
    /// <summary>Rows of the first set that are in a pair, in their order; of the only set all rows that are.</summary>
    public required IReadOnlyList<DatasetRow> AffectedA { get; init; }

    /// <summary>Rows of the second set that are in a pair, in their order; empty where there is one set.</summary>
    public required IReadOnlyList<DatasetRow> AffectedB { get; init; }
}
