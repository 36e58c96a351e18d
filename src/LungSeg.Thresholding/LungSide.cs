namespace LungSeg.Thresholding;

/// <summary>Side of the image. In the usual view of a slice, from the feet, the right lung is on the image's left.</summary>
public enum LungSide
{
    /// <summary>The side of lower columns.</summary>
    ImageLeft,

    /// <summary>The side of higher columns.</summary>
    ImageRight,
}
