namespace LungSeg.Core.Evaluation;

/// <summary>Percentiles as numpy computes them with its method "linear".</summary>
internal static class Percentile
{
    /// <summary>The value below which a share of the values lies.</summary>
    /// <param name="sorted">Values in ascending order, at least one.</param>
    /// <param name="share">0 to 1.</param>
    public static double Get(ReadOnlySpan<double> sorted, double share)
    {
        var at = share * (sorted.Length - 1);
        var below = (int)Math.Floor(at);
        var above = Math.Min(below + 1, sorted.Length - 1);
        var rest = at - below;
        var step = sorted[above] - sorted[below];

        // numpy goes down from the upper value in the upper half, so that equal values stay equal.
        return rest < 0.5 ? sorted[below] + (step * rest) : sorted[above] - (step * (1 - rest));
    }
}
