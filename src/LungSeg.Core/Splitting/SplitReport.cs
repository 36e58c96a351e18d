using LungSeg.Core.Formats.Documents;

namespace LungSeg.Core.Splitting;

/// <summary>The content of a split document: inputs, the split, and the figures of each repeat.</summary>
/// <param name="Inputs">The files.</param>
/// <param name="Split">The split.</param>
/// <param name="Summaries">Figures of each repeat.</param>
/// <param name="Groups">Number of groups of the rows.</param>
/// <param name="Seed">Seed of the split.</param>
public sealed record SplitReport(
    IReadOnlyList<InputFile> Inputs,
    Split Split,
    IReadOnlyList<SplitSummary> Summaries,
    int Groups,
    ulong Seed
)
{
    /// <summary>Mean deviation of the classes over the repeats.</summary>
    public double Deviation => Summaries.Average(summary => summary.Deviation.Mean);

    /// <summary>Mean deviation of the lesion-size strata over the repeats.</summary>
    public double LesionDeviation => Summaries.Average(summary => summary.LesionDeviation?.Mean ?? 0);

    /// <summary>Summarises a split.</summary>
    /// <param name="inputs">The files.</param>
    /// <param name="split">The split.</param>
    /// <param name="rows">The divided rows.</param>
    /// <param name="seed">Seed of the split.</param>
    public static SplitReport Create(IReadOnlyList<InputFile> inputs, Split split, IReadOnlyList<SplitRow> rows, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(split);
        ArgumentNullException.ThrowIfNull(rows);
        var strata = LesionStrata.ByRow(rows);
        return new SplitReport(
            inputs,
            split,
            [.. split.Repeats.Select(repeat => SplitSummary.Create(repeat, strata))],
            rows.Select(row => row.Group).Distinct().Count(),
            seed
        );
    }
}
