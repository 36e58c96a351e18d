namespace LungSeg.Fuzz;

/// <summary>What reading one input may take.</summary>
internal sealed record FuzzLimits
{
    /// <summary>Processor time after which an input is reported; other work on the machine does not count.</summary>
    public TimeSpan Slow { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Time after which the run ends.</summary>
    public TimeSpan Hung { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Bytes that any input may take, all that is ever allocated while it is read.</summary>
    public long AllocatedBase { get; init; } = 128L << 20;

    /// <summary>Bytes that each byte of the input may take on top.</summary>
    public long AllocatedPerByte { get; init; } = 64;
}
