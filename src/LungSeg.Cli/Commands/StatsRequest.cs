using LungSeg.Core.Datasets;
using LungSeg.Core.Model;
using LungSeg.Core.Statistics;

namespace LungSeg.Cli.Commands;

/// <summary>What <c>stats</c> was asked for, checked before any file is opened.</summary>
internal sealed record StatsRequest
{
    public required IReadOnlyList<string> Inputs { get; init; }

    public required DatasetOptions Open { get; init; }

    public required RowSelection Selection { get; init; }

    /// <summary>Whether the inputs are documents to join.</summary>
    public bool Merge { get; init; }

    public HuColumn Image { get; init; }

    public FigureFamilies Figures { get; init; } = FigureFamilies.All;

    public RowFilter? Where { get; init; }

    public bool ByGroup { get; init; }

    /// <summary>CSV with the columns row and group.</summary>
    public string? GroupFile { get; init; }

    /// <summary>Size of a pixel in mm, where the user knows it.</summary>
    public (double RowMm, double ColumnMm)? SpacingMm { get; init; }

    public bool Json { get; init; }

    public bool JsonLines { get; init; }

    /// <summary>CSV to write, one line a row; <c>-</c> for standard output.</summary>
    public string? Csv { get; init; }

    /// <summary>Page to write; null for none.</summary>
    public string? Report { get; init; }

    public bool Force { get; init; }

    public bool Color { get; init; }

    public bool Quiet { get; init; }

    public int Jobs { get; init; } = 1;
}
