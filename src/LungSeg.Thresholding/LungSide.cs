namespace LungSeg.Thresholding;

/// <summary>Side of the image. A slice as scanners show it, seen from the feet, has the right lung on the image's left.</summary>
public enum LungSide
{
    /// <summary>The side of lower columns.</summary>
    ImageLeft,

    /// <summary>The side of higher columns.</summary>
    ImageRight,
}
