using LungSeg.Core.Analysis;

namespace LungSeg.Core.Statistics;

/// <summary>HU of several rows, pooled over their pixels, without padding, NaN and infinities. Figures are null without pixels.</summary>
public sealed record HuSummary
{
    /// <summary>Rows with HU figures.</summary>
    public long Rows { get; init; }

    /// <summary>Pixels that count.</summary>
    public long Pixels { get; init; }

    /// <summary>NaN and infinities outside the padding.</summary>
    public long NonFinitePixels { get; init; }

    /// <summary>Padding pixels / all pixels.</summary>
    public double? PaddingShare { get; init; }

    /// <summary>Minimum HU.</summary>
    public double? Min { get; init; }

    /// <summary>Maximum HU.</summary>
    public double? Max { get; init; }

    /// <summary>Mean.</summary>
    public double? Mean { get; init; }

    /// <summary>Standard deviation, ddof 0.</summary>
    public double? Std { get; init; }

    /// <summary>Whether all values are integers, so that the percentiles are known.</summary>
    public bool PercentilesExact { get; init; }

    /// <summary>1st percentile.</summary>
    public double? P01 { get; init; }

    /// <summary>5th percentile.</summary>
    public double? P05 { get; init; }

    /// <summary>Median.</summary>
    public double? P50 { get; init; }

    /// <summary>95th percentile.</summary>
    public double? P95 { get; init; }

    /// <summary>99th percentile.</summary>
    public double? P99 { get; init; }

    /// <summary>Share of pixels under -900 HU.</summary>
    public double? AirShare { get; init; }

    /// <summary>Share of pixels of -900 HU and more, under -300.</summary>
    public double? LungShare { get; init; }

    /// <summary>Share of pixels of -300 HU and more, under 200.</summary>
    public double? SoftShare { get; init; }

    /// <summary>Share of pixels of 200 HU and more.</summary>
    public double? BoneShare { get; init; }

    /// <summary>Sums rows up, in their order.</summary>
    internal static HuSummary Create(IReadOnlyCollection<RowStatistics> rows, HuCounts counts)
    {
        var measured = rows.Where(row => row.HuPx is not null).ToArray();
        var fold = new MomentFold();
        foreach (var row in measured)
        {
            fold.Add(new PixelMoments(row.HuPx!.Value, row.HuSum ?? 0, row.HuSumSquares, row.HuSquaredDeviations));
        }
        var (padding, nonFinite) = (measured.Sum(row => row.HuPaddingPx ?? 0), measured.Sum(row => row.HuNonFinitePx ?? 0));
        var all = fold.Pixels + padding + nonFinite + measured.Sum(row => row.HuDroppedPx ?? 0);
        double? Share(long pixels) => fold.Pixels == 0 ? null : (double)pixels / fold.Pixels;
        var percentiles = fold.IsExact && counts.Total > 0 ? counts.Percentiles(1, 5, 50, 95, 99) : null;
        return new HuSummary
        {
            Rows = measured.Length,
            Pixels = fold.Pixels,
            NonFinitePixels = nonFinite,
            PaddingShare = all == 0 ? null : (double)padding / all,
            Min = measured.Min(row => row.HuMin),
            Max = measured.Max(row => row.HuMax),
            Mean = fold.Pixels == 0 ? null : fold.Mean,
            Std = fold.Pixels == 0 ? null : fold.Std,
            PercentilesExact = fold.IsExact,
            P01 = percentiles?[0],
            P05 = percentiles?[1],
            P50 = percentiles?[2],
            P95 = percentiles?[3],
            P99 = percentiles?[4],
            AirShare = Share(measured.Sum(row => row.HuAirPx ?? 0)),
            LungShare = Share(measured.Sum(row => row.HuLungPx ?? 0)),
            SoftShare = Share(measured.Sum(row => row.HuSoftPx ?? 0)),
            BoneShare = Share(measured.Sum(row => row.HuBonePx ?? 0)),
        };
    }
}
