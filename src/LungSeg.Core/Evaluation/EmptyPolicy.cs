namespace LungSeg.Core.Evaluation;

/// <summary>What an overlap figure is where a mask is empty.</summary>
public enum EmptyPolicy
{
    /// <summary>No number where both are empty, and where a figure divides by 0; left out of means (nnU-Net v2).</summary>
    NaN,

    /// <summary>1 where both are empty.</summary>
    One,

    /// <summary>0 where both are empty.</summary>
    Zero,

    /// <summary>No number wherever the truth is empty (MONAI's DiceMetric with ignore_empty).</summary>
    SkipEmptyTruth,
}
