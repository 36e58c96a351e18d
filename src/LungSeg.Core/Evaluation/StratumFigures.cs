namespace LungSeg.Core.Evaluation;

/// <summary>A mean over rows with its interval.</summary>
/// <param name="Name">Name of the figure.</param>
/// <param name="Mean">Mean over the rows that count; NaN without one.</param>
/// <param name="Count">Rows that count.</param>
public sealed record FigureMean(string Name, double Mean, int Count)
{
    /// <summary>95 % interval, by drawing groups; null where none was asked for or can be given.</summary>
    public (double Low, double High)? Interval { get; init; }

    /// <summary>95 % interval of figures of overlap, by drawing rows: too narrow where rows of one scan are alike.</summary>
    public (double Low, double High)? RowInterval { get; init; }

    /// <summary>Means under each policy, in the order of <see cref="EmptyPolicy"/>; empty for distances.</summary>
    public IReadOnlyList<double> ByPolicy { get; init; } = [];
}

/// <summary>Sensitivity at a number of false lesions a row.</summary>
/// <param name="FalsePerRow">False lesions a row, at most.</param>
/// <param name="Sensitivity">Highest sensitivity of a threshold of scores; NaN without lesions.</param>
public readonly record struct FrocPoint(double FalsePerRow, double Sensitivity);

/// <summary>Lesions of rows.</summary>
/// <param name="Rows">Rows.</param>
/// <param name="Truth">Lesions of the truth.</param>
/// <param name="Predicted">Predicted lesions.</param>
/// <param name="Found">Matched pairs.</param>
/// <param name="SumIoU">Sum of their IoU; null where lesions are matched by their centre.</param>
/// <param name="Froc">Sensitivity against false lesions; empty without probabilities.</param>
public sealed record LesionFigures(int Rows, long Truth, long Predicted, long Found, double? SumIoU, IReadOnlyList<FrocPoint> Froc)
{
    private static readonly double[] FalsePerRowAt = [0.125, 0.25, 0.5, 1, 2, 4, 8];

    /// <summary>Share of lesions that are found.</summary>
    public double Sensitivity => (double)Found / Truth;

    /// <summary>Predicted lesions without a match, a row.</summary>
    public double FalsePerRow => (double)(Predicted - Found) / Rows;

    /// <summary>2 found / (truth + predicted).</summary>
    public double F1 => 2.0 * Found / (Truth + Predicted);

    /// <summary>Segmentation quality: mean IoU of matched lesions.</summary>
    public double? Sq => SumIoU / Found;

    /// <summary>Recognition quality: found / (found + half of what is missed or false).</summary>
    public double? Rq => SumIoU is null ? null : F1;

    /// <summary>Panoptic quality: <see cref="Sq"/> times <see cref="Rq"/>; 0 where lesions exist and none is matched.</summary>
    public double? Pq => SumIoU is null ? null : 2 * SumIoU / (Truth + Predicted);

    /// <summary>Sums up rows.</summary>
    /// <param name="rows">Lesions of each row.</param>
    /// <param name="options">How predictions are judged.</param>
    /// <param name="hasScores">Whether predictions are probabilities.</param>
    public static LesionFigures Sum(IReadOnlyList<RowLesions> rows, EvaluationOptions options, bool hasScores)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(options);
        var truth = rows.Sum(row => (long)row.Truth.Count);
        return new LesionFigures(
            rows.Count,
            truth,
            rows.Sum(row => (long)row.Predicted),
            rows.Sum(row => (long)row.Found),
            options.MatchIoU is null ? null : rows.Sum(row => row.SumIoU),
            hasScores ? ComputeFroc(rows, truth) : []
        );
    }

    private static FrocPoint[] ComputeFroc(IReadOnlyList<RowLesions> rows, long truth)
    {
        var (found, unmatched) = (0L, 0L);
        var best = new double[FalsePerRowAt.Length];
        var steps = rows.SelectMany(row => row.Steps).GroupBy(step => step.Score).OrderByDescending(group => group.Key);
        foreach (var step in steps)
        {
            found += step.Sum(one => one.Found);
            unmatched += step.Sum(one => one.False);
            for (var i = 0; i < best.Length; i++)
            {
                if (unmatched <= FalsePerRowAt[i] * rows.Count)
                {
                    best[i] = Math.Max(best[i], (double)found / truth);
                }
            }
        }
        return [.. FalsePerRowAt.Zip(best, (at, sensitivity) => new FrocPoint(at, truth == 0 ? double.NaN : sensitivity))];
    }
}

/// <summary>Figures of some rows under one prediction.</summary>
/// <param name="Rows">Number of rows.</param>
/// <param name="Cases">Rows of each <see cref="MaskCase"/>.</param>
/// <param name="Means">Means of the figures, in the order of <see cref="RowFigure.List"/>.</param>
/// <param name="Lesions">The lesions.</param>
public sealed record StratumFigures(int Rows, IReadOnlyList<int> Cases, IReadOnlyList<FigureMean> Means, LesionFigures Lesions);
