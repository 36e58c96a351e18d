using LungSeg.Core.Datasets;

namespace LungSeg.Core.Grouping;

/// <summary>Options of the search for leakage.</summary>
public sealed record LeakageOptions
{
    /// <summary>Likeness from which two rows are reported, 0 to 1.</summary>
    public double Threshold { get; init; } = GroupingOptions.DefaultThreshold;

    /// <summary>
    /// Rows that are not needed themselves: one without a slice, or whose slice cannot be read, is like none. Null where every row is
    /// needed.
    /// </summary>
    public Func<DatasetRow, bool>? IsLink { get; init; }

    /// <summary>Threads.</summary>
    public int Jobs { get; init; } = 1;

    /// <summary>Called after each row is read, from any thread.</summary>
    public Action? RowDone { get; init; }
}
