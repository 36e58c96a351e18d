using LungSeg.Core.Statistics;
using LungSeg.Core.Validation;

namespace LungSeg.Core.Reporting;

/// <summary>What a report is made from besides the rows themselves.</summary>
public sealed record ReportOptions
{
    /// <summary>Figures of the rows, by class; the report shows these and works out none of its own.</summary>
    public required StatisticsReport Statistics { get; init; }

    /// <summary>Where the lesions lie, gathered while the figures were measured.</summary>
    public required ChestMap Chest { get; init; }

    /// <summary>Inputs that could not be opened.</summary>
    public IReadOnlyList<RefusedInput> Refused { get; init; } = [];

    /// <summary>Size of a pixel in mm, rows then columns; null where it is not known.</summary>
    public (double RowMm, double ColumnMm)? SpacingMm { get; init; }

    /// <summary>Threads.</summary>
    public int Jobs { get; init; } = 1;

    /// <summary>Called after each row of each of the two further passes, from any thread.</summary>
    public Action? RowDone { get; init; }
}
