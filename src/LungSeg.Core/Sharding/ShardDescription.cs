using LungSeg.Core.Datasets;

namespace LungSeg.Core.Sharding;

/// <summary>Description of a shard: its run, and where its pieces lie.</summary>
internal sealed record ShardDescription
{
    public required Shard Shard { get; init; }

    /// <summary>Version of lungseg that wrote the shard.</summary>
    public required string Version { get; init; }

    /// <summary>Command line of the run without shards.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>What chooses its rows, as options of the command.</summary>
    public IReadOnlyList<string> Choice { get; init; } = [];

    /// <summary>SHA-256 of the inputs, in their order.</summary>
    public required IReadOnlyList<string> Inputs { get; init; }

    /// <summary>The <see cref="ShardPlan"/> of the run: equal in all shards of a run.</summary>
    public required string Plan { get; init; }

    public IReadOnlyList<ShardPiece> Pieces { get; init; } = [];

    /// <summary>Paths of the files in the shard's folder.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];
}

/// <summary>Where a piece lies in the shard's file of pieces.</summary>
/// <param name="Row">Number of the row over all inputs, from 0; -1 for a piece that belongs to no row.</param>
/// <param name="Name">Name of the piece.</param>
/// <param name="Offset">First byte in the shard's file of pieces.</param>
/// <param name="Length">Number of bytes.</param>
/// <param name="Crc">CRC-32 of the bytes.</param>
internal sealed record ShardPiece(long Row, string Name, long Offset, int Length, uint Crc);

/// <summary>Names of the pieces that a shard of a conversion holds for each row or for all of its rows.</summary>
internal static class RowPieces
{
    /// <summary>Per row: the names of the files that hold it, one a line.</summary>
    public const string Files = "files";

    /// <summary>Per row: what it gives to files that hold several rows, packed by the export's codec.</summary>
    public const string Record = "record";

    /// <summary>Per row: size and lesion pixels of its slice.</summary>
    public const string Figures = "figures";

    /// <summary>Per row whose hu_array_old was read: its content key.</summary>
    public const string Key = "key";

    /// <summary>Per shard: the counts of the manifest, such as rows without a mask.</summary>
    public const string Counts = "counts";

    /// <summary>Per shard: the values of the masks, which are judged over all shards.</summary>
    public const string MaskValues = "mask_values";

    /// <summary>Per shard: the counts of the manifest's <c>lost</c>, of what the format cannot hold.</summary>
    public const string Lost = "lost";

    /// <summary>Per shard of a run that chooses rows by rules or figures: how its rows were judged.</summary>
    public const string Judgement = "judgement";

    /// <summary>Per row that is cut or scaled: how its slice was cut and scaled.</summary>
    public const string Placement = "placement";
}
