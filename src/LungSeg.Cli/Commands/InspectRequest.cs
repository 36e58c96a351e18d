using LungSeg.Core.Datasets;

namespace LungSeg.Cli.Commands;

/// <summary>What <c>inspect</c> was asked for, checked before any file is opened.</summary>
internal sealed record InspectRequest
{
    public required IReadOnlyList<string> Inputs { get; init; }

    public required DatasetOptions Open { get; init; }

    /// <summary>The rows, and what the run has to do with shards.</summary>
    public required (RowSelection Selection, ShardUse Shards) Part { get; init; }

    public required InspectView View { get; init; }

    /// <summary>Whether to read the pixels for least, greatest and mean value.</summary>
    public bool Values { get; init; }

    /// <summary>Row to draw; null for none.</summary>
    public string? Show { get; init; }

    /// <summary>Window to draw it in.</summary>
    public string Window { get; init; } = "lung";

    public string? Output { get; init; }

    public bool Force { get; init; }

    public bool Quiet { get; init; }

    public bool Color { get; init; }

    public int Jobs { get; init; } = 1;
}
