namespace LungSeg.Core.Imaging;

/// <summary>One CT slice and the masks to draw over it. All arrays are [row, col] in C order and of one size.</summary>
/// <remarks>Holds spans, so the arrays must outlive it.</remarks>
public readonly ref struct SliceLayers
{
    /// <summary>Height in pixels.</summary>
    public required int Height { get; init; }

    /// <summary>Width in pixels.</summary>
    public required int Width { get; init; }

    /// <summary>HU values; NaN is shown black.</summary>
    public required ReadOnlySpan<double> Hu { get; init; }

    /// <summary>Lesion mask, non-zero inside; empty for none.</summary>
    public ReadOnlySpan<byte> Mask { get; init; }

    /// <summary>Area that thresholding kept, non-zero inside; empty for none.</summary>
    public ReadOnlySpan<byte> Kept { get; init; }
}
