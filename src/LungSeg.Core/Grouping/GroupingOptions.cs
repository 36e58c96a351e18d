namespace LungSeg.Core.Grouping;

/// <summary>How rows are grouped.</summary>
public sealed record GroupingOptions
{
    /// <summary>Likeness that no two of some 2,000 phantom scans reached, which are more alike than patients are.</summary>
    internal const double DefaultThreshold = 0.65;

    /// <summary>Likeness from which two rows are of one scan, 0 to 1.</summary>
    public double Threshold { get; init; } = DefaultThreshold;

    /// <summary>
    /// Likeness from which two rows are of one scan where each is among the other's two nearest, neither has a much nearer one, and there
    /// is a third that fits, as in a coarse or noisy scan. Rows that follow one another in a file may have a nearer one still.
    /// </summary>
    public double MutualThreshold { get; init; } = 0.42;

    /// <summary>Whether columns <c>patient_id</c> and <c>series_uid</c>, where there are any, decide instead of the pixels.</summary>
    public bool UseIds { get; init; } = true;

    /// <summary>
    /// Whether groups that hold moved, mirrored or changed copies of each other's slices become one: no slices of one scan, but they leak
    /// all the same.
    /// </summary>
    public bool JoinsCopies { get; init; }

    /// <summary>Threads.</summary>
    public int Jobs { get; init; } = 1;

    /// <summary>Called after each row that was read, from any thread.</summary>
    public Action? RowDone { get; init; }
}
