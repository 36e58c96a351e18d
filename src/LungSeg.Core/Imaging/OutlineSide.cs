namespace LungSeg.Core.Imaging;

/// <summary>The side of a mask's edge on which its outline lies.</summary>
public enum OutlineSide
{
    /// <summary>Mask pixels with a non-mask 4-neighbour, or on the border of the picture.</summary>
    Inner,

    /// <summary>
    /// Non-mask pixels with a mask 4-neighbour, so that the outline of a small lesion does not cover it; and mask pixels on the border of
    /// the picture, since nothing can be drawn outside.
    /// </summary>
    Outer,
}
