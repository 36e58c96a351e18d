namespace LungSeg.Core.Imaging;

/// <summary>Methods of scaling an image.</summary>
public enum Resampling
{
    /// <summary>Each target pixel is the mean of the source area it covers.</summary>
    Area,

    /// <summary>Lanczos with three lobes.</summary>
    Lanczos,
}
