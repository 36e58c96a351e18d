namespace LungSeg.Core.Evaluation;

/// <summary>How predictions are judged.</summary>
public sealed record EvaluationOptions
{
    /// <summary>Tolerances of surface Dice, px.</summary>
    public IReadOnlyList<double> Tolerances { get; init; } = [1, 2, 3];

    /// <summary>Whether the 95th percentile of distances is that of both directions joined.</summary>
    public bool IsHd95Pooled { get; init; }

    /// <summary>IoU from which two lesions are one; null where the centroid of the truth must lie in the prediction.</summary>
    public double? MatchIoU { get; init; } = 0.1;

    /// <summary>The policy of means with intervals and of comparisons.</summary>
    public EmptyPolicy Policy { get; init; } = EmptyPolicy.NaN;

    /// <summary>Draws of the bootstrap.</summary>
    public int Draws { get; init; } = 2000;

    /// <summary>Seed of the draws.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Threads.</summary>
    public int Jobs { get; init; } = 1;

    /// <summary>Called after each row, from any thread.</summary>
    public Action? RowDone { get; init; }
}
