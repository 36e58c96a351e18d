namespace LungSeg.Cli.Commands;

/// <summary>What <c>merge</c> was asked for.</summary>
internal sealed record MergeRequest
{
    public required IReadOnlyList<string> Shards { get; init; }

    /// <summary>Where the whole goes; null where it is printed.</summary>
    public string? Output { get; init; }

    public bool Force { get; init; }

    public bool Color { get; init; }

    public bool Quiet { get; init; }

    public int Jobs { get; init; } = 1;
}
