namespace LungSeg.Core.Evaluation;

/// <summary>Difference of two models in one figure, paired: both are judged on the same draws of groups.</summary>
/// <param name="A">Name of the first model.</param>
/// <param name="B">Name of the second.</param>
/// <param name="Figure">Name of the figure.</param>
/// <param name="Class">Class; null for all rows.</param>
/// <param name="Difference">Mean of A less that of B; NaN where one has none.</param>
/// <param name="Interval">95 % interval of the difference; null without draws.</param>
/// <param name="P">Two-sided: twice the smaller share of draws on either side of 0.</param>
public sealed record ModelComparison(
    string A,
    string B,
    string Figure,
    string? Class,
    double Difference,
    (double Low, double High)? Interval,
    double P
)
{
    /// <summary><see cref="P"/> corrected for all pairs of models (Holm); equal to it with two models.</summary>
    public double PHolm { get; init; } = P;

    /// <summary>Whether the interval leaves out 0.</summary>
    public bool IsShown => Interval is { } found && (found.Low > 0 || found.High < 0);

    /// <summary>What the difference says, in words: distances are better where they are small.</summary>
    public string Say() =>
        !IsShown ? "no difference shown"
        : Difference > 0 != RowFigure.IsDistance(Figure) ? $"{A} is better"
        : $"{B} is better";

    /// <summary>The p value of differences of draws.</summary>
    internal static double ComputeP(ReadOnlySpan<double> differences)
    {
        var (below, above, count) = (0, 0, 0);
        foreach (var difference in differences)
        {
            if (double.IsNaN(difference))
            {
                continue;
            }
            count++;
            below += difference <= 0 ? 1 : 0;
            above += difference >= 0 ? 1 : 0;
        }
        return count == 0 ? double.NaN : Math.Clamp(2.0 * Math.Min(below, above) / count, 1.0 / (count + 1), 1);
    }

    /// <summary>Corrects the p values of all pairs of one figure.</summary>
    internal static IEnumerable<ModelComparison> Correct(IReadOnlyList<ModelComparison> pairs)
    {
        var order = pairs.Select((pair, i) => (pair.P, i)).Where(pair => !double.IsNaN(pair.P)).OrderBy(pair => pair.P).ToArray();
        var corrected = pairs.Select(pair => pair.P).ToArray();
        var highest = 0.0;
        for (var rank = 0; rank < order.Length; rank++)
        {
            highest = Math.Max(highest, Math.Min(1, (order.Length - rank) * order[rank].P));
            corrected[order[rank].i] = highest;
        }
        return pairs.Select((pair, i) => pair with { PHolm = corrected[i] });
    }
}
