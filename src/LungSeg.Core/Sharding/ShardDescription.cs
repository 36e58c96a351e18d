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

    /// <summary>Paths of the files in the shard's folder.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];
}

/// <summary>Where bytes lie that one row gives to the whole.</summary>
/// <param name="Row">Place of the row in the run, from 0; -1 for what belongs to none.</param>
/// <param name="Name">What of the row.</param>
/// <param name="Offset">First byte in the shard's file of pieces.</param>
/// <param name="Length">Number of bytes.</param>
/// <param name="Crc">CRC-32 of the bytes.</param>
internal sealed record ShardPiece(long Row, string Name, long Offset, int Length, uint Crc);

/// <summary>Names of what a row gives to the whole.</summary>
internal static class RowPieces
{
    /// <summary>Names of the files that hold the row, one a line.</summary>
    public const string Files = "files";

    /// <summary>What is written of it into a file that holds all rows, one after another.</summary>
    public const string Record = "record";

    /// <summary>Size and lesion pixels of its slice.</summary>
    public const string Figures = "figures";

    /// <summary>Counts of a whole shard.</summary>
    public const string Counts = "counts";

    /// <summary>Counts of what a whole shard could not keep.</summary>
    public const string Lost = "lost";

    /// <summary>What happened to the size of its slice.</summary>
    public const string Placement = "placement";
}
