namespace LungSeg.Core.Imaging;

/// <summary>On which side of a mask's edge its outline lies.</summary>
public enum OutlineSide
{
    /// <summary>Mask pixels with a non-mask 4-neighbour, or on the border of the picture.</summary>
    Inner,

    /// <summary>
    /// Non-mask pixels with a mask 4-neighbour, so that a lesion of a few pixels is ringed and not covered;
    /// and mask pixels on the border of the picture, beyond which nothing can be drawn.
    /// </summary>
    Outer,
}
