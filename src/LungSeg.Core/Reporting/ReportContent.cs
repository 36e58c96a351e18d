using LungSeg.Core.Datasets;
using LungSeg.Core.Grouping;
using LungSeg.Core.Reporting.Html;
using LungSeg.Core.Statistics;

namespace LungSeg.Core.Reporting;

/// <summary>All data that the page shows.</summary>
internal sealed record ReportContent
{
    public required StatisticsReport Statistics { get; init; }

    public required PageOptions Options { get; init; }

    /// <summary>The rows by class and input.</summary>
    public required Cuts Cuts { get; init; }

    /// <summary>HU of lesions and lungs.</summary>
    public required AreaHistograms Areas { get; init; }

    /// <summary>Summary of the rows.</summary>
    public required DatasetSummary Summary { get; init; }

    /// <summary>Findings by rule, the most severe first.</summary>
    public required IReadOnlyList<FindingGroup> Findings { get; init; }

    /// <summary>Number of rules that ran.</summary>
    public required int RulesRun { get; init; }

    /// <summary>Ranks of rows, and the findings of each.</summary>
    public required RowRanking Ranking { get; init; }

    /// <summary>How the inputs differ; empty for one.</summary>
    public required IReadOnlyList<InputDifference> Differences { get; init; }

    /// <summary>Command lines.</summary>
    public required InputCommands Commands { get; init; }

    /// <summary>What a join with a collection says of each row, by its name; empty where no row was joined.</summary>
    public required IReadOnlyDictionary<string, SourceColumns> Sources { get; init; }

    /// <summary>Rows that are too alike; null where no row has a slice to compare.</summary>
    public required LeakageReport? Leakage { get; init; }

    /// <summary>The rows to show, and where.</summary>
    public required PicturedRows Pictured { get; init; }

    /// <summary>Pictures of rows, by name.</summary>
    public required IReadOnlyDictionary<string, RowPictures> Pictures { get; init; }

    /// <summary>SHA-256 of the inputs; null where they were not asked for.</summary>
    public required IReadOnlyList<string>? Digests { get; init; }

    public bool Has(FigureFamilies family) => Statistics.Figures.HasFlag(family);

    /// <summary>Anchor of a row that has pictures; null for another.</summary>
    public string? GetAnchor(string row) => Pictures.ContainsKey(row) ? RowAnchor.Create(Statistics.Inputs, row) : null;

    /// <summary>The name of a row, as a link to its pictures where it has some.</summary>
    public Markup Link(string row) => RowAnchor.Link(GetAnchor(row), row);
}

/// <summary>What the page is told besides the data.</summary>
public sealed record PageOptions
{
    /// <summary>Size of a pixel in mm that the user gave for all rows; null where none was given.</summary>
    public Model.PixelSpacing? SpacingMm { get; init; }

    /// <summary>Options of the run that change the page, without folders.</summary>
    public string Options { get; init; } = string.Empty;

    /// <summary>Options for reading the inputs, without folders, for commands that the page shows.</summary>
    public string Reading { get; init; } = string.Empty;

    /// <summary>Whether the page names the SHA-256 of the inputs, for which they are read once more.</summary>
    public bool HasDigests { get; init; }
}
