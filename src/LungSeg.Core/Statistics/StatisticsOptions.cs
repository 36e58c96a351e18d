using LungSeg.Core.Datasets;
using LungSeg.Core.Model;

namespace LungSeg.Core.Statistics;

/// <summary>What is measured, and how rows are put together.</summary>
public sealed record StatisticsOptions
{
    /// <summary>Families of figures to compute.</summary>
    public FigureFamilies Figures { get; init; } = FigureFamilies.All;

    /// <summary>Array whose HU are measured.</summary>
    public HuColumn Image { get; init; }

    /// <summary>Group of a row (one patient or scan), or null for a row of no group; null where rows are put together by class.</summary>
    public Func<DatasetRow, string?>? GetGroup { get; init; }

    /// <summary>Size of a pixel in mm, rows then columns, or null where it is not known.</summary>
    public Func<DatasetRow, PixelSpacing?> GetSpacing { get; init; } = static _ => null;

    /// <summary>Rows to count, by their figures; null for all.</summary>
    public RowFilter? Where { get; init; }

    /// <summary>Threads.</summary>
    public int Jobs { get; init; } = 1;

    /// <summary>Called after each row, from any thread.</summary>
    public Action? RowDone { get; init; }
}
