using LungSeg.Core.Datasets;

namespace LungSeg.Core.Grouping;

/// <summary>Rows that two sets share, or that one set holds twice.</summary>
/// <param name="Threshold">Likeness from which pairs are reported.</param>
/// <param name="Pairs">The pairs, in descending order of the score, then by position.</param>
public sealed record LeakageReport(double Threshold, IReadOnlyList<LeakagePair> Pairs)
{
    /// <summary>
    /// Rows of the first set that are in a pair, in their order. Where there is one set, all of its rows that are in a pair.
    /// </summary>
    public required IReadOnlyList<DatasetRow> AffectedA { get; init; }

    /// <summary>Rows of the second set that are in a pair, in their order; empty where there is one set.</summary>
    public required IReadOnlyList<DatasetRow> AffectedB { get; init; }

    /// <summary>Ids that stand in both sets; empty where there is one set.</summary>
    public IReadOnlyList<SharedId> Ids { get; init; } = [];

    /// <summary>Whether anything was found.</summary>
    public bool HasFindings => Pairs.Count > 0 || Ids.Count > 0;
}

/// <summary>Two rows that are too alike to stand on both sides of a split.</summary>
/// <param name="A">Row of the first set.</param>
/// <param name="B">Row of the second set, or a later row of the first where there is one set.</param>
/// <param name="Kind">How they are alike.</param>
/// <param name="Score">Likeness, 0 to 1; 1 for equal pixels.</param>
public sealed record LeakagePair(DatasetRow A, DatasetRow B, MatchKind Kind, double Score)
{
    /// <summary>How <see cref="B"/> is mirrored against <see cref="A"/>.</summary>
    public Mirror Mirror { get; init; }

    /// <summary>
    /// Pixel rows and columns by which <see cref="B"/>, after mirroring, must be moved to lie on <see cref="A"/>; 0 unless the two are
    /// copies.
    /// </summary>
    public (int Rows, int Columns) Move { get; init; }
}
