using LungSeg.Core.Analysis;

namespace LungSeg.Core.Statistics;

/// <summary>HU of many rows: exact counts of integer values, and the histogram of all values.</summary>
public sealed class HuDistribution
{
    /// <summary>Pixels by value, of the rows whose values are integers.</summary>
    public HuCounts Counts { get; init; } = new();

    /// <summary>Pixels in bins of 32 HU, of all rows.</summary>
    public HuHistogram Histogram { get; init; } = new();

    /// <summary>Adds the pixels of <paramref name="other"/>.</summary>
    public void Add(HuDistribution other)
    {
        ArgumentNullException.ThrowIfNull(other);
        Counts.Add(other.Counts);
        Histogram.Add(other.Histogram);
    }
}
