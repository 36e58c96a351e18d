using LungSeg.Core.Datasets;
using LungSeg.Core.Matching;
using LungSeg.Core.Validation;

namespace LungSeg.Core.Browsing;

/// <summary>Options of a survey.</summary>
public sealed record SurveyOptions
{
    /// <summary>Severities and limits of rules.</summary>
    public ValidationOptions Rules { get; init; } = new();

    /// <summary>Inputs that could not be opened.</summary>
    public IReadOnlyList<RefusedInput> Refused { get; init; } = [];

    /// <summary>Predicted masks, opened for the rows of the survey.</summary>
    public IReadOnlyList<PredictionSet> Predictions { get; init; } = [];

    /// <summary>The collection that rows are looked up in; null for none.</summary>
    public SliceIndex? Index { get; init; }

    /// <summary>Threads.</summary>
    public int Jobs { get; init; } = 1;

    /// <summary>Called after each row is read, from any thread.</summary>
    public Action? RowDone { get; init; }
}
