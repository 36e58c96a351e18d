using LungSeg.Core.Datasets;
using LungSeg.Core.Regeneration;
using LungSeg.Thresholding;

namespace LungSeg.Cli.Commands;

/// <summary>What <c>threshold</c> was asked for, checked before any file is opened.</summary>
internal sealed record ThresholdRequest
{
    public required IReadOnlyList<string> Inputs { get; init; }

    public required DatasetOptions Open { get; init; }

    /// <summary>The rows, and what the run has to do with shards.</summary>
    public required (RowSelection Selection, ShardUse Shards) Part { get; init; }

    /// <summary>Whether to compare instead of to write.</summary>
    public bool Check { get; init; }

    public required ILungMasker Method { get; init; }

    public FailureAction OnFailure { get; init; }

    public bool Json { get; init; }

    public bool JsonLines { get; init; }

    /// <summary>File to write; with <see cref="Check"/> a contact sheet of the worst rows.</summary>
    public string? Output { get; init; }

    public bool Force { get; init; }

    public bool DryRun { get; init; }

    public bool Color { get; init; }

    public bool Quiet { get; init; }

    public int Jobs { get; init; } = 1;
}
