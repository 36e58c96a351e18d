using LungSeg.Core.Datasets;

namespace LungSeg.Core.Grouping;

/// <summary>How rows are grouped.</summary>
public sealed record GroupingOptions
{
    /// <summary>No two of some 2,000 phantom scans reached this likeness, and phantoms are more alike than patients.</summary>
    internal const double DefaultThreshold = 0.65;

    /// <summary>Likeness from which two rows are of one scan, 0 to 1.</summary>
    public double Threshold { get; init; } = DefaultThreshold;

    /// <summary>
    /// Likeness from which two rows are of one scan although it is below <see cref="Threshold"/>, as in coarse or noisy scans. It applies
    /// to rows that are each among the other's two nearest, that have no much nearer row, and that have further support: one of the two has
    /// a neighbour above the threshold, or both are near a third row.
    /// </summary>
    public double MutualThreshold { get; init; } = 0.42;

    /// <summary>
    /// Groups that a user gives, in the order of the rows; null for rows without one, which are grouped from the pixels. Null to go by ids
    /// and pixels.
    /// </summary>
    public IReadOnlyList<string?>? Given { get; init; }

    /// <summary>Whether rows with equal ids in the columns <c>patient_id</c> and <c>series_uid</c> are one group.</summary>
    public bool UseIds { get; init; } = true;

    /// <summary>
    /// Whether groups that hold moved, mirrored or changed copies of each other's slices are joined: such copies leak although they are not
    /// of one scan.
    /// </summary>
    public bool JoinsCopies { get; init; }

    /// <summary>
    /// Rows that link others and are not needed themselves: one without a slice, or whose slice cannot be read, joins no row by pixels and
    /// stands in <see cref="RowGroups.Unread"/>. Null where every row is needed.
    /// </summary>
    public Func<DatasetRow, bool>? IsLink { get; init; }

    /// <summary>Threads.</summary>
    public int Jobs { get; init; } = 1;

    /// <summary>Called after each row is read, from any thread.</summary>
    public Action? RowDone { get; init; }
}
