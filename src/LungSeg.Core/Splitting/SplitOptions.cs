namespace LungSeg.Core.Splitting;

/// <summary>How rows are split.</summary>
public sealed record SplitOptions
{
    /// <summary>Parts. With <see cref="Folds"/> only the test part may be given; the folds divide the rest.</summary>
    public IReadOnlyList<SplitPart> Parts { get; init; } = [];

    /// <summary>Number of folds, minimum 2; null for parts without folds.</summary>
    public int? Folds { get; init; }

    /// <summary>Number of splits to make of the same rows.</summary>
    public int Repeats { get; init; } = 1;

    /// <summary>Seed; the same seed gives the same split on every machine.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>What to do with rows that share a group with the kept test set.</summary>
    public LeakedRows Leaked { get; init; }
}

/// <summary>What to do with rows that share a group with a kept test set.</summary>
public enum LeakedRows
{
    /// <summary>Refuse to split.</summary>
    Refuse,

    /// <summary>Leave these rows out.</summary>
    Drop,

    /// <summary>Move these rows to the test set.</summary>
    Move,
}
