using LungSeg.Core.Splitting;

namespace LungSeg.Cli.Commands;

/// <summary>A split with the figures of each of its repeats.</summary>
internal sealed record SplitResult(Split Split, IReadOnlyList<SplitSummary> Summaries, int Groups, ulong Seed)
{
    /// <summary>Mean over the repeats.</summary>
    public double Deviation => Summaries.Average(summary => summary.Deviation.Mean);

    /// <summary>Mean over the repeats.</summary>
    public double LesionDeviation => Summaries.Average(summary => summary.LesionDeviation?.Mean ?? 0);

    public static SplitResult Of(Split split, IReadOnlyList<SplitRow> rows, ulong seed)
    {
        var strata = LesionStrata.ByRow(rows);
        return new SplitResult(
            split,
            [.. split.Repeats.Select(repeat => SplitSummary.Of(repeat, strata))],
            rows.Select(row => row.Group).Distinct().Count(),
            seed
        );
    }
}
