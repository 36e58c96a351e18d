namespace LungSeg.Core.Imaging;

/// <summary>PNG row filters (PNG 9.2).</summary>
public enum PngFilter
{
    /// <summary>Bytes as they are; best for masks.</summary>
    None,

    /// <summary>Difference to the pixel on the left.</summary>
    Sub,

    /// <summary>Difference to the pixel above.</summary>
    Up,

    /// <summary>The filter that suits each row best.</summary>
    Adaptive,
}
