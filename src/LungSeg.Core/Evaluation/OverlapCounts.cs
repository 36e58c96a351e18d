namespace LungSeg.Core.Evaluation;

/// <summary>Pixels of truth and prediction, and the overlap figures that follow from them.</summary>
/// <param name="Truth">Pixels of the truth.</param>
/// <param name="Predicted">Pixels of the prediction.</param>
/// <param name="Both">Pixels of both.</param>
/// <param name="Pixels">Pixels of the slice.</param>
public readonly record struct OverlapCounts(long Truth, long Predicted, long Both, long Pixels)
{
    // The authors' constant, which keeps their divisions from dividing by 0.
    private const double AuthorsEpsilon = 1e-8;

    /// <summary>Pixels of one or both.</summary>
    public long Union => Truth + Predicted - Both;

    /// <summary>Predicted pixels that are not in the truth.</summary>
    public long FalsePositives => Predicted - Both;

    /// <summary>Pixels of the truth that are not predicted.</summary>
    public long FalseNegatives => Truth - Both;

    /// <summary>Pixels of neither.</summary>
    public long TrueNegatives => Pixels - Union;

    /// <summary>Which of the two have pixels.</summary>
    public MaskCase Case =>
        (Truth, Predicted) switch
        {
            (> 0, > 0) => MaskCase.Both,
            (> 0, _) => MaskCase.TruthOnly,
            (_, > 0) => MaskCase.PredictionOnly,
            _ => MaskCase.Neither,
        };

    /// <summary>A figure under a policy; NaN where it does not count.</summary>
    public double Get(OverlapFigure figure, EmptyPolicy policy)
    {
        if (policy == EmptyPolicy.SkipEmptyTruth && Truth == 0)
        {
            return double.NaN;
        }
        if (Case == MaskCase.Neither)
        {
            return policy switch
            {
                EmptyPolicy.One => 1,
                EmptyPolicy.Zero => 0,
                _ => double.NaN,
            };
        }
        return figure switch
        {
            OverlapFigure.Dice => 2.0 * Both / (Truth + Predicted),
            OverlapFigure.IoU => (double)Both / Union,
            OverlapFigure.Precision => Ratio(Predicted, policy),
            _ => Ratio(Truth, policy),
        };
    }

    /// <summary>A figure as the authors of the data set computed it: 1 for the precision of an empty prediction.</summary>
    public double GetAuthors(OverlapFigure figure) =>
        figure switch
        {
            OverlapFigure.Dice => 2.0 * Both / (Truth + Predicted + AuthorsEpsilon),
            OverlapFigure.IoU => (Both + AuthorsEpsilon) / (Union + AuthorsEpsilon),
            OverlapFigure.Precision => (Both + AuthorsEpsilon) / (Predicted + AuthorsEpsilon),
            _ => (Both + AuthorsEpsilon) / (Truth + AuthorsEpsilon),
        };

    private double Ratio(long total, EmptyPolicy policy) =>
        total > 0 ? (double)Both / total
        : policy == EmptyPolicy.NaN ? double.NaN
        : 0;
}

/// <summary>A figure of overlap.</summary>
public enum OverlapFigure
{
    /// <summary>2i / (p + t).</summary>
    Dice,

    /// <summary>i / u.</summary>
    IoU,

    /// <summary>i / p.</summary>
    Precision,

    /// <summary>i / t.</summary>
    Recall,
}
