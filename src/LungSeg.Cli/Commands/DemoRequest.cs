using LungSeg.Core.Phantom;

namespace LungSeg.Cli.Commands;

/// <summary>What <c>demo</c> was asked for, checked before anything is written.</summary>
internal sealed record DemoRequest
{
    public required string Output { get; init; }

    public required int Rows { get; init; }

    public required ulong Seed { get; init; }

    public required PhantomOptions Phantom { get; init; }

    public int Protocol { get; init; } = 4;

    public bool Force { get; init; }

    public int Jobs { get; init; } = 1;

    public bool Quiet { get; init; }
}
