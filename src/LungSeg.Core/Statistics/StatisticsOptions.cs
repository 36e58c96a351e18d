using LungSeg.Core.Datasets;
using LungSeg.Core.Model;

namespace LungSeg.Core.Statistics;

/// <summary>What is measured, and how rows are grouped.</summary>
public sealed record StatisticsOptions
{
    /// <summary>Families of figures to compute.</summary>
    public FigureFamilies Figures { get; init; } = FigureFamilies.All;

    /// <summary>Array whose HU are measured.</summary>
    public HuColumn Image { get; init; }

    /// <summary>By what rows are put together.</summary>
    public RowGrouping Grouping { get; init; }

    /// <summary>Gets the group of a row (patient or scan), or null for a row without a group.</summary>
    public Func<DatasetRow, string?>? GetGroup { get; init; }

    /// <summary>Gets the size of a pixel in mm, or null where it is not known.</summary>
    public Func<DatasetRow, PixelSpacing?> GetSpacing { get; init; } = static _ => null;

    /// <summary>Rows to count, by their figures; null for all.</summary>
    public RowFilter? Where { get; init; }

    /// <summary>Threads.</summary>
    public int Jobs { get; init; } = 1;

    /// <summary>Called after each row, from any thread.</summary>
    public Action? RowDone { get; init; }
}
