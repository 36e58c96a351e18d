namespace LungSeg.Core.Phantom;

/// <summary>Contents of a phantom data set besides plain chests. Shares are 0 to 1.</summary>
public sealed record PhantomOptions
{
    /// <summary>Pixels along each axis.</summary>
    public int Side { get; init; } = 512;

    /// <summary>Share of scans with both lungs consolidated, where the published thresholding fails.</summary>
    public double FilledLungShare { get; init; }

    /// <summary>Share of scans whose body the field of view cuts.</summary>
    public double CutBodyShare { get; init; }

    /// <summary>Share of rows that repeat the row before them bit for bit, never across scans.</summary>
    public double DuplicateShare { get; init; }

    /// <summary>Smallest number of slices per scan; the last scan of a class may have fewer.</summary>
    public int MinSlicesPerScan { get; init; } = 2;

    /// <summary>Largest number of slices per scan.</summary>
    public int MaxSlicesPerScan { get; init; } = 7;
}

/// <summary>Options for writing a phantom data set.</summary>
public sealed record PhantomPickleOptions
{
    /// <summary>Pixels along each axis, equal to <see cref="PhantomOptions.Side"/> of the data set.</summary>
    public int Side { get; init; } = 512;

    /// <summary>Pickle protocol, 4 or 5.</summary>
    public int Protocol { get; init; } = 4;

    /// <summary>Whether an existing file may be replaced.</summary>
    public bool Overwrite { get; init; }

    /// <summary>Threads.</summary>
    public int Jobs { get; init; } = 1;

    /// <summary>Called after each row, from any thread.</summary>
    public Action? RowDone { get; init; }
}
