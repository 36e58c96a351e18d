namespace LungSeg.Thresholding;

/// <summary>How a method ended on one slice.</summary>
public enum ThresholdOutcome
{
    /// <summary>A mask was made.</summary>
    Ok,

    /// <summary>Exactly two areas were left and both were kept; right only if neither is the body.</summary>
    OkTwoKept,

    /// <summary>Fewer than two areas were left; no mask is made.</summary>
    TooFew,

    /// <summary>A contour without an area (two points, or all on one line) ended the published code; no mask is made.</summary>
    QhullError,

    /// <summary>Two areas are exactly equal, which ended the published code; no mask is made.</summary>
    Tie,
}

/// <summary>What outcomes mean and are called.</summary>
public static class ThresholdOutcomes
{
    /// <summary>Whether there is a mask.</summary>
    public static bool HasMask(ThresholdOutcome outcome) => outcome is ThresholdOutcome.Ok or ThresholdOutcome.OkTwoKept;

    /// <summary>Name in JSON: <c>ok</c>, <c>ok_two_kept</c>, <c>too_few</c>, <c>qhull_error</c>, <c>tie</c>.</summary>
    public static string Name(ThresholdOutcome outcome) =>
        outcome switch
        {
            ThresholdOutcome.Ok => "ok",
            ThresholdOutcome.OkTwoKept => "ok_two_kept",
            ThresholdOutcome.TooFew => "too_few",
            ThresholdOutcome.QhullError => "qhull_error",
            ThresholdOutcome.Tie => "tie",
            _ => throw new ArgumentOutOfRangeException(nameof(outcome)),
        };
}
