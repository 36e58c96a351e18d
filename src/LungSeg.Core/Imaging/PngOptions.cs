using LungSeg.Core.Model;

namespace LungSeg.Core.Imaging;

/// <summary>How PNG pixels are compressed, always without loss.</summary>
/// <param name="Compression">Deflate level, 0 (stored) to 9.</param>
/// <param name="Filter">Row filter, applied before deflate.</param>
public readonly record struct PngOptions(int Compression, PngFilter Filter)
{
    /// <summary>Level 6 and the Average filter: smaller and faster than none on CT slices.</summary>
    public static PngOptions Default { get; } = new(6, PngFilter.Average);

    /// <summary>Distance of the pixels, mm, which is written as pixels per metre; null where it is unknown.</summary>
    public PixelSpacing? SpacingMm { get; init; }
}

/// <summary>PNG row filters, by their numbers (PNG 9.2).</summary>
public enum PngFilter
{
    /// <summary>No filter; best for masks.</summary>
    None = 0,

    /// <summary>Difference to the mean of the pixels on the left and above; best for CT slices.</summary>
    Average = 3,
}
