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
    private readonly GroupingOptions _options;
    private readonly ScanEvidence _evidence;
    private readonly Func<int, int, double> _likeness;

    /// <summary>A rule for slices that are alike in pairs.</summary>
    /// <param name="evidence">The nearest slices, of all pairs with a score of at least <see cref="MinOverNeighbour"/>.</param>
    /// <param name="likeness">Score of a pair of slices; 0 where they cannot be of one scan.</param>
    /// <param name="options">The thresholds.</param>
    public JoinRule(ScanEvidence evidence, Func<int, int, double> likeness, GroupingOptions options) =>
        (_evidence, _likeness, _options) = (evidence, likeness, options);

    /// <summary>Likeness of the nearest slice; 0 where no pair holds the slice.</summary>
    public double Nearest(int slice) => _evidence.Nearest(slice).Score;

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

    private bool IsNear(int slice, int other) => _evidence.Nearest(slice).Slice == other || _evidence.Second(slice).Slice == other;

    private bool IsInStep(SlicePair pair, double maxStep) =>
        Math.Log(pair.Score) >= maxStep * Math.Max(Math.Log(Nearest(pair.A)), Math.Log(Nearest(pair.B)));

    /// <summary>Whether <paramref name="middle"/> has a third slice as mutual neighbour that is near <paramref name="end"/> too.</summary>
    private bool IsSideOfTriangle(int middle, int end)
    {
        foreach (var (third, score) in ((int, double)[])[_evidence.Nearest(middle), _evidence.Second(middle)])
        {
            if (
                third != ScanEvidence.Nobody
                && third != end
                && score >= _options.MutualThreshold
                && IsNear(third, middle)
                && _likeness(third, end) >= MinOverNeighbour
            )
            {
                return true;
            }
        }

        return false;
    }

    private static string Text(SlicePair pair, double needed, string isEnough) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"same edges in the same places: correlation {pair.Score:0.000}, {needed:0.00} {isEnough}"
        );
}
