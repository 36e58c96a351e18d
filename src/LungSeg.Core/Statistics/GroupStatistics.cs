using LungSeg.Core.Analysis;
using LungSeg.Core.Model;
using LungSeg.Thresholding;

namespace LungSeg.Core.Statistics;

/// <summary>Figures of the rows of one class or group, or of all.</summary>
public sealed record GroupStatistics
{
    /// <summary>Class or group; null for all rows.</summary>
    public string? Name { get; init; }

    /// <summary>Number of rows.</summary>
    public long Rows { get; init; }

    /// <summary>HU.</summary>
    public required HuSummary Hu { get; init; }

    /// <summary>HU of the lungs.</summary>
    public required LungHuSummary LungHu { get; init; }

    /// <summary>Lesions.</summary>
    public required LesionSummary Lesion { get; init; }

    /// <summary>Mean share of pixels that <c>hu_array</c> keeps; null where no row has both HU arrays.</summary>
    public double? LungShareMean { get; init; }

    /// <summary>How much of the lesion hu_array keeps.</summary>
    public required KeptSummary LesionKept { get; init; }

    /// <summary>How much of the lesion the hu_array of each method would keep, by the method's name.</summary>
    public required IReadOnlyList<KeyValuePair<string, KeptSummary>> LesionKeptByMethod { get; init; }

    /// <summary>Rows by how the published thresholding ends.</summary>
    public required IReadOnlyDictionary<ThresholdOutcome, long> Outcomes { get; init; }

    /// <summary>Rows by what their stored hu_array is.</summary>
    public required IReadOnlyDictionary<StoredArea, long> Stored { get; init; }

    /// <summary>HU of all rows as counts.</summary>
    public required HuDistribution Distribution { get; init; }

    internal static GroupStatistics Create(string? name, IReadOnlyCollection<RowStatistics> rows, HuDistribution distribution) =>
        new()
        {
            Name = name,
            Rows = rows.Count,
            Hu = HuSummary.Create(rows, distribution.Counts),
            LungHu = LungHuSummary.Create(rows),
            Lesion = LesionSummary.Create(rows),
            LungShareMean = Means.Compute(rows.Select(row => row.LungShare)),
            LesionKept = KeptSummary.Create(rows.Select(row => row.LesionKept)),
            LesionKeptByMethod =
            [
                new("published", KeptSummary.Create(rows.Select(row => row.LesionKeptPublished))),
                new("two-largest", KeptSummary.Create(rows.Select(row => row.LesionKeptTwoLargest))),
                new("refined", KeptSummary.Create(rows.Select(row => row.LesionKeptRefined))),
                new("hull", KeptSummary.Create(rows.Select(row => row.LesionKeptHull))),
            ],
            Outcomes = Count(rows.Select(row => row.Outcome)),
            Stored = Count(rows.Select(row => row.Stored)),
            Distribution = distribution,
        };

    private static SortedDictionary<T, long> Count<T>(IEnumerable<T?> values)
        where T : struct, Enum
    {
        var counts = new SortedDictionary<T, long>();
        foreach (var value in values)
        {
            if (value is { } present)
            {
                counts[present] = counts.GetValueOrDefault(present) + 1;
            }
        }

        return counts;
    }
}

/// <summary>HU of the lungs that the method <c>refined</c> finds, pooled over their pixels.</summary>
/// <param name="Rows">Rows with lung pixels that count.</param>
/// <param name="Pixels">These pixels.</param>
/// <param name="Mean">Mean; null without pixels.</param>
/// <param name="Std">Standard deviation, ddof 0; null without pixels.</param>
public sealed record LungHuSummary(long Rows, long Pixels, double? Mean, double? Std)
{
    internal static LungHuSummary Create(IEnumerable<RowStatistics> rows)
    {
        var (fold, count) = (new MomentFold(), 0);
        foreach (var row in rows.Where(row => row.LungHuPx > 0))
        {
            count++;
            fold.Add(new PixelMoments(row.LungHuPx!.Value, row.LungHuSum ?? 0, row.LungHuSumSquares, row.LungHuSquaredDeviations));
        }

        return count == 0 ? new LungHuSummary(0, 0, null, null) : new LungHuSummary(count, fold.Pixels, fold.Mean, fold.Std);
    }
}

/// <summary>How much of the lesion <c>hu_array</c> keeps; rows without a lesion or without hu_array do not count.</summary>
/// <param name="Mean">Mean share; null where no row counts.</param>
/// <param name="RowsBelow1">Rows that lose a part of the lesion or all of it.</param>
/// <param name="Rows0">Rows that lose the whole lesion.</param>
public sealed record KeptSummary(double? Mean, long RowsBelow1, long Rows0)
{
    internal static KeptSummary Create(IEnumerable<double?> shares)
    {
        var present = shares.Where(share => share is not null).ToArray();
        return new KeptSummary(Means.Compute(present), present.Count(share => share < 1), present.Count(share => share == 0));
    }
}
