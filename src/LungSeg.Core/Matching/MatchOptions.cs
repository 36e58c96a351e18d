namespace LungSeg.Core.Matching;

/// <summary>How rows are matched.</summary>
public sealed record MatchOptions
{
    /// <summary>The collection with its pixels, for likeness; null where the index alone is there.</summary>
    public CollectionReport? Collection { get; init; }

    /// <summary>Threads.</summary>
    public int Jobs { get; init; } = 1;

    /// <summary>Called after each row, from any thread.</summary>
    public Action? RowDone { get; init; }
}
