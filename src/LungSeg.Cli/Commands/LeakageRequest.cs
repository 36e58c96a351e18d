using LungSeg.Core.Datasets;

namespace LungSeg.Cli.Commands;

/// <summary>What <c>split --leakage</c> was asked to do, checked before any file is opened.</summary>
internal sealed record LeakageRequest
{
    /// <summary>One file to look within, or two to compare.</summary>
    public required IReadOnlyList<string> Inputs { get; init; }

    public required DatasetOptions Open { get; init; }

    public required RowSelection Selection { get; init; }

    /// <summary>Likeness from which pairs are reported, 0 to 1; null for the default.</summary>
    public double? Threshold { get; init; }

    /// <summary>Picture of the worst pairs to write.</summary>
    public string? Output { get; init; }

    public bool Force { get; init; }

    public bool Json { get; init; }

    public bool Color { get; init; }

    public bool Quiet { get; init; }

    public int Jobs { get; init; } = 1;
}
