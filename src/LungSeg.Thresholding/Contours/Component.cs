namespace LungSeg.Thresholding.Contours;

/// <summary>
/// A connected area of set pixels (air, 4-connected) or of unset ones (tissue, 8-connected), which is what marching squares distinguishes.
/// </summary>
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

    /// <summary>Number of its pixels.</summary>
    public int Pixels;

    /// <summary>Number of its pixels on the image border.</summary>
    public int BorderPixels;

    /// <summary>Index of the component that surrounds it, meaningless where <see cref="BorderPixels"/> is not 0 and nothing does.</summary>
    public int Parent;
}

/// <summary>A longest stretch of equal pixels in one row: columns [Start, End).</summary>
internal struct Run
{
    public int Start;
    public int End;

    /// <summary>
    /// While labelling a run of the same component with a smaller or the same index, afterwards the index of the component.
    /// </summary>
    public int Component;

    public bool Air;
}
