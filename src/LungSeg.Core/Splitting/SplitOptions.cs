namespace LungSeg.Core.Splitting;

/// <summary>How rows are split.</summary>
public sealed record SplitOptions
{
    /// <summary>Parts; with <see cref="Folds"/> the test part alone, the folds share the rest.</summary>
    public IReadOnlyList<SplitPart> Parts { get; init; } = [];

    /// <summary>Number of folds, from 2; null for parts alone.</summary>
    public int? Folds { get; init; }

    /// <summary>How many splits to make of the same rows.</summary>
    public int Repeats { get; init; } = 1;

    /// <summary>The same seed gives the same split everywhere.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>What becomes of rows that share a group with the kept test rows.</summary>
    public LeakedRows Leaked { get; init; }
}

/// <summary>What becomes of rows that share a group with a kept test set.</summary>
public enum LeakedRows
{
    /// <summary>Such rows are refused.</summary>
    Refuse,

    /// <summary>They are left out.</summary>
    Drop,

    /// <summary>They join the test set.</summary>
    Move,
}
