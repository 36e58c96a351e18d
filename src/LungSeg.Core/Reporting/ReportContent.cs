using LungSeg.Core.Datasets;
using LungSeg.Core.Grouping;
using LungSeg.Core.Statistics;

namespace LungSeg.Core.Reporting;

/// <summary>All data that the page shows.</summary>
internal sealed record ReportContent
{
    public required StatisticsReport Statistics { get; init; }

    public required ChestMap Chest { get; init; }

    /// <summary>Summary of the rows.</summary>
    public required DatasetSummary Summary { get; init; }

    /// <summary>Size of a pixel in mm that the user gave for all rows; null where none was given.</summary>
    public required double? SpacingMm { get; init; }

    /// <summary>Findings by rule, in descending order of severity.</summary>
    public required IReadOnlyList<FindingGroup> Findings { get; init; }

    /// <summary>Number of rules that ran.</summary>
    public required int RulesRun { get; init; }

    /// <summary>Rows that are too alike; null where no row has a slice to compare.</summary>
    public required LeakageReport? Leakage { get; init; }

    /// <summary>The most alike pairs; of different scans, where there are enough.</summary>
    public required IReadOnlyList<LeakagePair> PicturedPairs { get; init; }

    /// <summary>The worst rows by <see cref="RowRanking"/>, the worst first.</summary>
    public required IReadOnlyList<RowStatistics> Worst { get; init; }

    /// <summary>The best rows by <see cref="RowRanking"/>, the best first.</summary>
    public required IReadOnlyList<RowStatistics> Best { get; init; }

    /// <summary>Pictures of rows, by name.</summary>
    public required IReadOnlyDictionary<string, RowPictures> Pictures { get; init; }

    public DatasetStatistics Figures => Statistics.Statistics;

    public bool Has(FigureFamilies family) => Statistics.Figures.HasFlag(family);
}
