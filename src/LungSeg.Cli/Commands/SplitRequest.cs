using LungSeg.Core.Datasets;
using LungSeg.Core.Splitting;

namespace LungSeg.Cli.Commands;

/// <summary>What <c>split</c> was asked for, checked before any file is opened.</summary>
internal sealed record SplitRequest
{
    public required IReadOnlyList<string> Inputs { get; init; }

    public required DatasetOptions Open { get; init; }

    /// <summary>The rows, and what the run has to do with shards.</summary>
    public required (RowSelection Selection, ShardUse Shards) Part { get; init; }

    public required SplitOptions Options { get; init; }

    /// <summary>Data set whose rows are the test set; null for none.</summary>
    public string? KeepTest { get; init; }

    /// <summary><c>infer</c>, <c>none</c>, or a file of groups.</summary>
    public string Group { get; init; } = SplitGroups.Infer;

    /// <summary>A split to prove, instead of making one.</summary>
    public string? Check { get; init; }

    /// <summary>File to write; <c>-</c> for CSV on stdout.</summary>
    public string? Output { get; init; }

    public bool Json { get; init; }

    public bool Force { get; init; }

    public bool DryRun { get; init; }

    public bool Color { get; init; }

    public bool Quiet { get; init; }

    public int Jobs { get; init; } = 1;
}
