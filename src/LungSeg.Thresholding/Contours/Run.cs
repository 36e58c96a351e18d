namespace LungSeg.Thresholding.Contours;

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
