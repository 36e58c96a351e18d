using LungSeg.Core.Datasets;

namespace LungSeg.Core.Sharding;

/// <summary>What a shard is a part of.</summary>
internal sealed record ShardDescription
{
    public required Shard Shard { get; init; }

    /// <summary>Version of the tool that made it.</summary>
    public required string Version { get; init; }

    /// <summary>The words of the command that does the whole.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>SHA-256 of the inputs, in their order.</summary>
    public required IReadOnlyList<string> Inputs { get; init; }

    /// <summary>SHA-256 over all parameters, and all rows of the whole with what is known of them: equal in all shards of a run.</summary>
    public required string Plan { get; init; }

    public IReadOnlyList<ShardPiece> Pieces { get; init; } = [];
}
