namespace LungSeg.Core.Phantom;

/// <summary>How a phantom data set is written.</summary>
public sealed record PhantomPickleOptions
{
    /// <summary>Pixels along each axis, as the data set was planned with.</summary>
    public int Side { get; init; } = 512;

    /// <summary>Pickle protocol, 4 or 5.</summary>
    public int Protocol { get; init; } = 4;

    /// <summary>Whether a file of that name may be replaced.</summary>
    public bool Overwrite { get; init; }

    /// <summary>Threads.</summary>
    public int Jobs { get; init; } = 1;

    /// <summary>Called after each row, from any thread.</summary>
    public Action? RowDone { get; init; }
}
