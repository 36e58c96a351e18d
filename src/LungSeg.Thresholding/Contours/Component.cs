namespace LungSeg.Thresholding.Contours;

/// <summary>A connected area of air (4-connected) or of tissue (8-connected), which is what marching squares tells apart.</summary>
internal struct Component
{
    public bool Air;

    /// <summary>First row; the component's first pixel in scan order lies in it.</summary>
    public int Top;

    /// <summary>Last row.</summary>
    public int Bottom;

    /// <summary>First column.</summary>
    public int Left;

    /// <summary>Last column.</summary>
    public int Right;

    /// <summary>Number of its pixels on the image border.</summary>
    public int BorderPixels;

    /// <summary>Index of the component that surrounds it; -1 for the one that holds pixel (0, 0) and for those met on the first row's left end.</summary>
    public int Parent;
}
