namespace LungSeg.Core.Evaluation;

/// <summary>Which of truth and prediction have pixels.</summary>
public enum MaskCase
{
    /// <summary>Both.</summary>
    Both,

    /// <summary>The truth alone: the prediction is empty.</summary>
    TruthOnly,

    /// <summary>The prediction alone: the truth is empty.</summary>
    PredictionOnly,

    /// <summary>Neither.</summary>
    Neither,
}
