using LungSeg.Cli.Output.Validation;
using LungSeg.Core.Datasets;
using LungSeg.Core.Validation;

namespace LungSeg.Cli.Commands;

/// <summary>What <c>validate</c> was asked for, checked before any file is opened.</summary>
internal sealed record ValidateRequest
{
    public required IReadOnlyList<string> Inputs { get; init; }

    public required DatasetOptions Open { get; init; }

    /// <summary>The rows, and what the run has to do with shards.</summary>
    public required (RowSelection Selection, ShardUse Shards) Part { get; init; }

    public required ValidationOptions Options { get; init; }

    /// <summary>Format of standard output.</summary>
    public ReportFormat Format { get; init; }

    /// <summary>Files to write besides.</summary>
    public IReadOnlyList<(ReportFormat Format, string Path)> Reports { get; init; } = [];

    /// <summary>Least severity that fails the run; null for none.</summary>
    public Severity? FailOn { get; init; }

    /// <summary>Fingerprints of findings that are known; null without a baseline.</summary>
    public IReadOnlySet<string>? Known { get; init; }

    /// <summary>Baseline to write; null for none.</summary>
    public string? WriteBaseline { get; init; }

    /// <summary>Name of the shard.</summary>
    public string? Output { get; init; }

    public bool Force { get; init; }

    public bool Color { get; init; }

    public bool Quiet { get; init; }
}
