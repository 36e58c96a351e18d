using LungSeg.Core.Grouping;
using LungSeg.Core.Matching;
using LungSeg.Core.Statistics;
using LungSeg.Core.Validation;

namespace LungSeg.Core.Browsing;

/// <summary>What the survey found in one row.</summary>
/// <param name="Position">Position among the rows that are browsed.</param>
internal sealed record SurveyedRow(int Position)
{
    /// <summary>Figures; null where the row cannot be measured.</summary>
    public RowStatistics? Figures { get; init; }

    /// <summary>Why the row, or a prediction of it, cannot be read; null where it can.</summary>
    public string? Fault { get; init; }

    /// <summary>Findings of the rules about rows alone.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>Dice of each prediction with the mask; null where either is missing, or both are empty.</summary>
    public IReadOnlyList<double?> Dice { get; init; } = [];
}

/// <summary>What the survey found in all rows together.</summary>
/// <param name="Findings">All findings, also those of rules about inputs and the set.</param>
/// <param name="Pairs">Rows that are equal or alike, the most alike first.</param>
/// <param name="GroupOf">Group of each row, by scan or patient; null for a row that has neither a slice nor an id.</param>
internal sealed record SurveyResult(IReadOnlyList<Finding> Findings, IReadOnlyList<LeakagePair> Pairs, IReadOnlyList<string?> GroupOf)
{
    /// <summary>Where the rows come from, in their order; empty without a collection.</summary>
    public IReadOnlyList<SliceMatch> Matches { get; init; } = [];

    /// <summary>Number of rows whose arrays could not be read.</summary>
    public int RowsUnreadable { get; init; }

    /// <summary>Notes about the masks.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}

/// <summary>What the survey is working on.</summary>
public enum SurveyPhase
{
    /// <summary>Rows are looked up in a collection.</summary>
    Matching,

    /// <summary>Rows are read.</summary>
    Reading,

    /// <summary>Rows are compared with one another.</summary>
    Comparing,

    /// <summary>It has ended.</summary>
    Done,

    /// <summary>It ended before all rows were read.</summary>
    Failed,
}
