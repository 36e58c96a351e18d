namespace LungSeg.Core.Phantom;

/// <summary>One rendered slice; all three planes are square, [row, col] in C order.</summary>
public sealed class PhantomSlice
{
    private readonly double[] _hu;
    private readonly sbyte[] _mask;
    private readonly byte[] _lung;

    internal PhantomSlice(int side, double[] hu, sbyte[] mask, byte[] lung)
    {
        (Side, _hu, _mask, _lung) = (side, hu, mask, lung);
    }

    /// <summary>Pixels along each axis.</summary>
    public int Side { get; }

    /// <summary>Integer HU, padding included.</summary>
    public ReadOnlySpan<double> Hu => _hu;

    /// <summary>1 where the nodule is, else 0.</summary>
    public ReadOnlySpan<sbyte> Mask => _mask;

    /// <summary>The true lungs: 1 inside, including vessels and nodule but not the airways of the mediastinum; else 0.</summary>
    public ReadOnlySpan<byte> Lung => _lung;
}
