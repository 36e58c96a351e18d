using System.Globalization;

namespace LungSeg.Core.Grouping;

/// <summary>Decides which pairs are of one scan.</summary>
/// <remarks>
/// A fixed threshold must exclude the most similar slices of different patients, and so it loses coarse and noisy scans. A lower threshold
/// is enough where a pair fits into a scan: each slice is among the other's two nearest; neither has a much nearer neighbour; and one of
/// the two has a neighbour above the fixed threshold, or both are near a third slice. Likeness falls about exponentially with the distance
/// of slices, so its logarithm serves as distance.
/// </remarks>
internal sealed class JoinRule
{
    /// <summary>Likeness of two slices with one slice between them. Slices of different patients seldom reach it.</summary>
    public const double MinOverNeighbour = 0.3;

    // How many times farther than a slice's nearest neighbour the other slice may be; more for adjacent rows of a file.
    private const double MaxStep = 3;
    private const double MaxStepAdjacent = 5;
    private const int Nobody = -1;

    private readonly GroupingOptions _options;
    private readonly Dictionary<(int Low, int High), double> _likeness = [];
    private readonly (int Slice, double Score)[] _nearest;
    private readonly (int Slice, double Score)[] _second;

    /// <summary>A rule for slices that are alike in pairs.</summary>
    /// <param name="count">Number of slices.</param>
    /// <param name="pairs">All pairs with a score of at least <see cref="MinOverNeighbour"/>, in descending order of the score.</param>
    /// <param name="options">The thresholds.</param>
    public JoinRule(int count, IEnumerable<SlicePair> pairs, GroupingOptions options)
    {
        _options = options;
        _nearest = new (int, double)[count];
        _second = new (int, double)[count];
        Array.Fill(_nearest, (Nobody, 0));
        Array.Fill(_second, (Nobody, 0));
        foreach (var pair in pairs)
        {
            _likeness.Add((pair.A, pair.B), pair.Score);
            Note(pair.A, pair.B, pair.Score);
            Note(pair.B, pair.A, pair.Score);
        }
    }

    /// <summary>Likeness of the nearest slice; 0 where no pair holds the slice.</summary>
    public double Nearest(int slice) => _nearest[slice].Score;

    /// <summary>Why a pair is of one scan; null where it is not.</summary>
    public string? Reason(SlicePair pair, bool areAdjacent)
    {
        if (pair.Score >= _options.Threshold)
        {
            return Text(pair, _options.Threshold, "is enough");
        }
        var fits =
            pair.Score >= _options.MutualThreshold && AreMutual(pair.A, pair.B) && IsInStep(pair, areAdjacent ? MaxStepAdjacent : MaxStep);
        if (!fits)
        {
            return null;
        }
        if (Nearest(pair.A) >= _options.Threshold || Nearest(pair.B) >= _options.Threshold)
        {
            return Text(pair, _options.MutualThreshold, "is enough for nearest neighbours");
        }
        return IsSideOfTriangle(pair.A, pair.B) || IsSideOfTriangle(pair.B, pair.A)
            ? Text(pair, _options.MutualThreshold, "is enough for nearest neighbours with a third")
            : null;
    }

    private bool AreMutual(int a, int b) => IsNear(a, b) && IsNear(b, a);

    private bool IsNear(int slice, int other) => _nearest[slice].Slice == other || _second[slice].Slice == other;

    private bool IsInStep(SlicePair pair, double maxStep) =>
        Math.Log(pair.Score) >= maxStep * Math.Max(Math.Log(Nearest(pair.A)), Math.Log(Nearest(pair.B)));

    /// <summary>Whether <paramref name="middle"/> has a third slice as mutual neighbour that is near <paramref name="end"/> too.</summary>
    private bool IsSideOfTriangle(int middle, int end)
    {
        foreach (var (third, score) in ((int, double)[])[_nearest[middle], _second[middle]])
        {
            if (
                third != Nobody
                && third != end
                && score >= _options.MutualThreshold
                && IsNear(third, middle)
                && _likeness.GetValueOrDefault((Math.Min(third, end), Math.Max(third, end))) >= MinOverNeighbour
            )
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Notes a neighbour. The first two calls for a slice give its nearest two, since pairs come in descending order of the score.
    /// </summary>
    private void Note(int slice, int other, double score)
    {
        if (_nearest[slice].Slice == Nobody)
        {
            _nearest[slice] = (other, score);
        }
        else if (_second[slice].Slice == Nobody)
        {
            _second[slice] = (other, score);
        }
    }

    private static string Text(SlicePair pair, double needed, string isEnough) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"same edges in the same places: correlation {pair.Score:0.000}, {needed:0.00} {isEnough}"
        );
}
