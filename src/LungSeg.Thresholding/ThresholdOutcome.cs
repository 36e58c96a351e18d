namespace LungSeg.Thresholding;

/// <summary>How a method ended on one slice.</summary>
public enum ThresholdOutcome
{
    /// <summary>A mask was made.</summary>
    Ok,

    /// <summary>Exactly two areas were left and both were taken; right only if neither is the body.</summary>
    OkTwoKept,

    /// <summary>Fewer than two areas were left; there is no mask.</summary>
    TooFew,

    /// <summary>A contour without an area (two points, or all on one line) ended the published code; there is no mask.</summary>
    QhullError,

    /// <summary>Two areas are exactly equal, which ended the published code; there is no mask.</summary>
    Tie,
}
