namespace LungSeg.Thresholding.Contours;

/// <summary>
/// A connected area of set pixels (air, 4-connected) or of unset pixels (tissue, 8-connected), as marching squares connects them.
/// </summary>
internal struct Component
{
    public bool Air;

    /// <summary>First row, which holds the component's first pixel in scan order.</summary>
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

    /// <summary>Index of the component that surrounds it; undefined where <see cref="BorderPixels"/> is not 0.</summary>
    public int Parent;
}

/// <summary>A maximal run of equal pixels in one row: columns [Start, End).</summary>
internal struct Run
{
    public int Start;
    public int End;

    /// <summary>
    /// While components are labelled: index of a run of the same component, not above this run's index. Afterwards: index of the component.
    /// </summary>
    public int Component;

    public bool Air;
}
