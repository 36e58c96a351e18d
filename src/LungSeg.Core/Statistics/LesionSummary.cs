using LungSeg.Core.Analysis;
using LungSeg.Thresholding;

namespace LungSeg.Core.Statistics;

/// <summary>Lesions of several rows. Sizes, means and medians are over the rows that have a lesion; HU are pooled over pixels.</summary>
public sealed record LesionSummary
{
    /// <summary>Rows with a lesion.</summary>
    public long RowsWith { get; init; }

    /// <summary>Rows whose mask is empty.</summary>
    public long RowsEmpty { get; init; }

    /// <summary>Rows whose lesion is under <see cref="RowStatistics.NearEmptyPx"/> pixels.</summary>
    public long RowsNearEmpty { get; init; }

    /// <summary>Pixels of the lesion.</summary>
    public SizeRange? Pixels { get; init; }

    /// <summary>Equivalent diameter in mm, where the size of a pixel is known.</summary>
    public SizeRange? DiameterMm { get; init; }

    /// <summary>Mean number of components.</summary>
    public double? ComponentsMean { get; init; }

    /// <summary>Rows whose lesion encloses a hole.</summary>
    public long? RowsWithHoles { get; init; }

    /// <summary>Mean HU.</summary>
    public double? HuMean { get; init; }

    /// <summary>Standard deviation of HU, ddof 0.</summary>
    public double? HuStd { get; init; }

    /// <summary>Mean contrast to the ring.</summary>
    public double? ContrastMean { get; init; }

    /// <summary>Mean of the minimum distance to the edge of the lung.</summary>
    public double? PleuraMinMean { get; init; }

    /// <summary>Rows by the lung that holds most of the lesion; rows where neither lung holds any do not count.</summary>
    public IReadOnlyDictionary<LungSide, long> Sides { get; init; } = new SortedDictionary<LungSide, long>();

    /// <summary>Sums rows up, in their order.</summary>
    internal static LesionSummary Create(IReadOnlyCollection<RowStatistics> rows)
    {
        var with = rows.Where(HasLesion).ToArray();
        var fold = new MomentFold();
        foreach (var row in with)
        {
            fold.Add(new PixelMoments(row.LesionHuPx ?? 0, row.LesionHuSum ?? 0, row.LesionHuSumSquares, row.LesionHuSquaredDeviations));
        }
        return new LesionSummary
        {
            RowsWith = with.Length,
            RowsEmpty = rows.Count(row => row.LesionPx == 0 || (row.LesionPx is null && row.LesionComponents == 0)),
            RowsNearEmpty = with.Count(row => row.LesionPx < RowStatistics.NearEmptyPx),
            Pixels = SizeRange.Create(with.Select(row => (double?)row.LesionPx)),
            DiameterMm = SizeRange.Create(with.Select(row => row.LesionDiameterMm)),
            ComponentsMean = Means.Compute(with.Select(row => (double?)row.LesionComponents)),
            RowsWithHoles = with.Any(row => row.LesionHoles is not null) ? with.Count(row => row.LesionHoles > 0) : null,
            HuMean = fold.Pixels == 0 ? null : fold.Mean,
            HuStd = fold.Pixels == 0 ? null : fold.Std,
            ContrastMean = Means.Compute(with.Select(row => row.LesionContrast)),
            PleuraMinMean = Means.Compute(with.Select(row => row.PleuraMinPx)),
            Sides = new SortedDictionary<LungSide, long>(
                with.Where(row => row.LesionSide is not null)
                    .GroupBy(row => row.LesionSide!.Value)
                    .ToDictionary(group => group.Key, group => (long)group.Count())
            ),
        };
    }

    private static bool HasLesion(RowStatistics row) =>
        row.LesionPx > 0 || row.LesionComponents > 0 || row.LesionInLung is not null || row.LesionKeptPublished is not null;
}

/// <summary>Minimum, median, mean and maximum of a figure over rows.</summary>
public sealed record SizeRange(double Min, double Median, double Mean, double Max)
{
    /// <summary>Range of the values that are not null; null where all are.</summary>
    internal static SizeRange? Create(IEnumerable<double?> values)
    {
        var present = values.OfType<double>().ToArray();
        if (present.Length == 0)
        {
            return null;
        }
        var mean = Means.Compute(present.Select(value => (double?)value))!.Value;
        Array.Sort(present);
        var median = (present[(present.Length - 1) / 2] + present[present.Length / 2]) / 2;
        return new SizeRange(present[0], median, mean, present[^1]);
    }
}
