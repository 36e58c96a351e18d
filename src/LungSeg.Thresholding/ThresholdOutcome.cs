namespace LungSeg.Thresholding;

/// <summary>How a method ends on one slice.</summary>
public enum ThresholdOutcome
{
    /// <summary>The mask is computed.</summary>
    Ok,

    /// <summary>Exactly two areas remain and both are kept, which is right only if neither is the body.</summary>
    OkTwoKept,

    /// <summary>Fewer than two areas remain; there is no mask.</summary>
    TooFew,

    /// <summary>A contour without an area (two points, or all on one line) makes the published code fail; there is no mask.</summary>
    QhullError,

    /// <summary>Two areas are exactly equal, which makes the published code fail; there is no mask.</summary>
    Tie,
}

/// <summary>Names of outcomes, and whether they have a mask.</summary>
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
