namespace LungSeg.Core.Comparison;

/// <summary>What changed between two versions of a data set.</summary>
/// <param name="A">The first version.</param>
/// <param name="B">The second version.</param>
/// <param name="Columns">The columns that were compared, and those that were not.</param>
/// <param name="Changes">The rows that are not the same: in the order of A, then those that were added in the order of B.</param>
public sealed record DiffReport(DiffSide A, DiffSide B, ComparedColumns Columns, IReadOnlyList<RowChange> Changes)
{
    /// <summary>Rows that are the same in both.</summary>
    public required int SameRows { get; init; }

    /// <summary>Labels that mean the same class and are written in another way.</summary>
    public required int RespelledLabels { get; init; }

    /// <summary>Rows of each kind. A row of several kinds counts in each.</summary>
    public IReadOnlyList<(ChangeKind Kind, int Rows)> Counts =>
        [.. ChangeKinds.All.Select(kind => (kind, kind == ChangeKind.Same ? SameRows : Changes.Count(change => change.Is(kind))))];
}
