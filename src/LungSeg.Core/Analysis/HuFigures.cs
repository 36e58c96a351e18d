namespace LungSeg.Core.Analysis;

/// <summary>HU figures of one slice, without padding, dropped pixels, NaN and infinities.</summary>
/// <param name="Moments">Number, sum and spread of the pixels.</param>
/// <param name="Tissue">Pixels by class of tissue.</param>
/// <param name="Minimum">Minimum; null without pixels.</param>
/// <param name="Maximum">Maximum; null without pixels.</param>
/// <param name="Percentiles">Percentiles 1, 5, 50, 95 and 99 by numpy's method <c>linear</c>; null where a value is not an integer.</param>
internal readonly record struct HuFigures(
    PixelMoments Moments,
    TissueCounts Tissue,
    double? Minimum,
    double? Maximum,
    double[]? Percentiles
)
{
    /// <summary>Padding pixels.</summary>
    public long PaddingPixels { get; init; }

    /// <summary>NaN and infinities outside the padding.</summary>
    public long NonFinitePixels { get; init; }

    /// <summary>Dropped pixels, where hu_array is measured.</summary>
    public long DroppedPixels { get; init; }
}
