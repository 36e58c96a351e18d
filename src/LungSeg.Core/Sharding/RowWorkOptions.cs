namespace LungSeg.Core.Sharding;

/// <summary>How <see cref="RowWork"/> is done.</summary>
public sealed record RowWorkOptions
{
    /// <summary>Threads.</summary>
    public int Jobs { get; init; } = 1;

    /// <summary>Texts on which the result depends: shards that differ in them are not joined.</summary>
    public IReadOnlyList<string> Parameters { get; init; } = [];

    /// <summary>The shard to write; null for none.</summary>
    public ShardTarget? Target { get; init; }

    /// <summary>Shards to join; null for none.</summary>
    public ShardSet? Merged { get; init; }
}
