namespace LungSeg.Core.Imaging;

/// <summary>How PNG pixels are compressed, always without loss.</summary>
/// <param name="Compression">Deflate level, 0 (stored) to 9.</param>
/// <param name="Filter">Row filter, applied before deflate.</param>
public readonly record struct PngOptions(int Compression, PngFilter Filter)
{
    /// <summary>Level 6 and the Sub filter: smaller and faster than none on CT slices.</summary>
    public static PngOptions Default { get; } = new(6, PngFilter.Sub);
}

/// <summary>PNG row filters (PNG 9.2).</summary>
public enum PngFilter
{
    /// <summary>No filter; best for masks.</summary>
    None,

    /// <summary>Difference to the pixel on the left.</summary>
    Sub,

    /// <summary>Difference to the pixel above.</summary>
    Up,

    /// <summary>The best filter for each row.</summary>
    Adaptive,
}
