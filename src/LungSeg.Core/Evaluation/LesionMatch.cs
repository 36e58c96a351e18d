using LungSeg.Core.Formats.Masks;

namespace LungSeg.Core.Evaluation;

/// <summary>A lesion of the truth: one 8-connected component.</summary>
/// <param name="Pixels">Pixels.</param>
/// <param name="IsFound">Whether a predicted lesion is matched to it.</param>
public readonly record struct TruthLesion(int Pixels, bool IsFound);

/// <summary>What a lower threshold of scores adds in a row.</summary>
/// <param name="Score">The threshold.</param>
/// <param name="Found">Lesions found that no higher threshold finds; negative where a match is lost.</param>
/// <param name="False">Predicted lesions without a match that no higher threshold has.</param>
public readonly record struct ScoreStep(double Score, int Found, int False);

/// <summary>Lesions of one row: matched one to one, greedily, by the greatest IoU.</summary>
/// <param name="Truth">The lesions of the truth, in scan order.</param>
/// <param name="Predicted">Number of predicted lesions.</param>
/// <param name="SumIoU">Sum of the IoU of matched lesions.</param>
/// <param name="Steps">With probabilities, what each lower threshold of scores adds, from the highest; else empty.</param>
public sealed record RowLesions(IReadOnlyList<TruthLesion> Truth, int Predicted, double SumIoU, IReadOnlyList<ScoreStep> Steps)
{
    /// <summary>Lesions of the truth that are found.</summary>
    public int Found => Truth.Count(lesion => lesion.IsFound);
}

/// <summary>Matches the lesions of a truth and a prediction.</summary>
internal sealed class LesionMatch
{
    private readonly PixelComponents _truth;
    private readonly PixelComponents _predicted;
    private readonly List<Candidate> _candidates;

    /// <param name="pair">The masks.</param>
    /// <param name="minimumIoU">IoU from which two lesions are one; null where the centroid of the truth must be predicted.</param>
    public LesionMatch(MaskPair pair, double? minimumIoU)
    {
        _truth = new PixelComponents(pair.Truth, pair.Height, pair.Width);
        _predicted = new PixelComponents(pair.Predicted, pair.Height, pair.Width);
        _candidates = FindCandidates(minimumIoU);
    }

    /// <summary>The lesions of the row.</summary>
    /// <param name="scores">Probabilities in the rectangle of the pair [row, col]; empty without.</param>
    public RowLesions Measure(ReadOnlySpan<double> scores)
    {
        var (found, sumIoU) = Match(_ => true);
        return new RowLesions(
            [.. _truth.All.Select(lesion => new TruthLesion(lesion.Pixels, found.Contains(lesion.Label)))],
            _predicted.All.Count,
            sumIoU,
            scores.IsEmpty ? [] : Steps(scores)
        );
    }

    private List<Candidate> FindCandidates(double? minimumIoU)
    {
        var overlaps = new SortedDictionary<(int Truth, int Predicted), int>();
        for (var at = 0; at < _truth.Labels.Length; at++)
        {
            if (_truth.Labels[at] is > 0 and var truth && _predicted.Labels[at] is > 0 and var predicted)
            {
                overlaps[(truth, predicted)] = overlaps.GetValueOrDefault((truth, predicted)) + 1;
            }
        }
        var centred = minimumIoU is null ? Centres() : [];
        return
        [
            .. overlaps
                .Select(overlap => new Candidate(
                    overlap.Key.Truth,
                    overlap.Key.Predicted,
                    (double)overlap.Value
                        / (_truth.All[overlap.Key.Truth - 1].Pixels + _predicted.All[overlap.Key.Predicted - 1].Pixels - overlap.Value)
                ))
                .Where(candidate =>
                    minimumIoU is { } minimum ? candidate.IoU >= minimum : centred[candidate.Truth - 1] == candidate.Predicted
                )
                .OrderByDescending(candidate => candidate.IoU),
        ];
    }

    // The predicted lesion at the centroid of each lesion of the truth; 0 for none.
    private int[] Centres()
    {
        var sums = new (long Row, long Column)[_truth.All.Count];
        for (var at = 0; at < _truth.Labels.Length; at++)
        {
            if (_truth.Labels[at] is > 0 and var label)
            {
                sums[label - 1] = (sums[label - 1].Row + (at / _truth.Width), sums[label - 1].Column + (at % _truth.Width));
            }
        }
        var centres = new int[sums.Length];
        for (var i = 0; i < sums.Length; i++)
        {
            var pixels = _truth.All[i].Pixels;
            var row = (int)Math.Floor(((double)sums[i].Row / pixels) + 0.5);
            var column = (int)Math.Floor(((double)sums[i].Column / pixels) + 0.5);
            centres[i] = _predicted.Labels[(row * _truth.Width) + column];
        }
        return centres;
    }

    private (HashSet<int> Found, double SumIoU) Match(Func<int, bool> isIn)
    {
        var (found, taken, sum) = (new HashSet<int>(), new HashSet<int>(), 0.0);
        foreach (var candidate in _candidates)
        {
            if (isIn(candidate.Predicted) && !found.Contains(candidate.Truth) && taken.Add(candidate.Predicted))
            {
                found.Add(candidate.Truth);
                sum += candidate.IoU;
            }
        }
        return (found, sum);
    }

    private List<ScoreStep> Steps(ReadOnlySpan<double> scores)
    {
        var maxima = new double[_predicted.All.Count];
        for (var at = 0; at < scores.Length; at++)
        {
            if (_predicted.Labels[at] is > 0 and var label)
            {
                maxima[label - 1] = Math.Max(maxima[label - 1], scores[at]);
            }
        }
        var steps = new List<ScoreStep>();
        var (foundAbove, falseAbove) = (0, 0);
        foreach (var score in maxima.Distinct().OrderDescending())
        {
            var found = Match(label => maxima[label - 1] >= score).Found.Count;
            var unmatched = maxima.Count(maximum => maximum >= score) - found;
            steps.Add(new ScoreStep(score, found - foundAbove, unmatched - falseAbove));
            (foundAbove, falseAbove) = (found, unmatched);
        }
        return steps;
    }

    private readonly record struct Candidate(int Truth, int Predicted, double IoU);
}
