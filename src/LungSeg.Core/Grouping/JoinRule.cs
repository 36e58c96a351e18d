using System.Globalization;

namespace LungSeg.Core.Grouping;

/// <summary>Decides which pairs are of one scan.</summary>
/// <remarks>
/// A fixed threshold must be high enough for the most similar strangers, and then loses coarse scans. But strangers are never nearest neighbours in scans of
/// more than two slices: so less is enough for pairs that are, if they are about as near as the neighbours they have otherwise. Likeness falls about
/// exponentially with the distance of slices, so its logarithm serves as distance.
/// </remarks>
internal sealed class JoinRule
{
    private const double MostStep = 3;

    private readonly GroupingOptions _options;
    private readonly double[] _nearest;
    private readonly double[] _second;

    /// <summary>A rule for slices that are alike in pairs.</summary>
    /// <param name="count">Number of slices.</param>
    /// <param name="pairs">All pairs from <see cref="GroupingOptions.MutualThreshold"/> on.</param>
    /// <param name="options">The thresholds.</param>
    public JoinRule(int count, IEnumerable<SlicePair> pairs, GroupingOptions options)
    {
        _options = options;
        _nearest = new double[count];
        _second = new double[count];
        foreach (var pair in pairs)
        {
            Note(pair.A, pair.Score);
            Note(pair.B, pair.Score);
        }
    }

    /// <summary>Likeness of the nearest slice, 0 where none was near.</summary>
    public double Nearest(int slice) => _nearest[slice];

    /// <summary>Why a pair is of one scan; null where it is not.</summary>
    public string? Reason(SlicePair pair, bool areAdjacent)
    {
        if (pair.Score >= _options.Threshold)
            return Text(pair, _options.Threshold, "is enough");
        if (areAdjacent && pair.Score >= _options.Threshold - _options.AdjacencyBonus)
            return Text(pair, _options.Threshold - _options.AdjacencyBonus, "is enough for rows that follow one another");
        return pair.Score >= _options.MutualThreshold && IsMutual(pair) ? Text(pair, _options.MutualThreshold, "is enough for nearest neighbours") : null;
    }

    private bool IsMutual(SlicePair pair)
    {
        var limit = MostStep * Math.Max(Math.Log(_nearest[pair.A]), Math.Log(_nearest[pair.B]));
        return pair.Score >= _second[pair.A] && pair.Score >= _second[pair.B] && Math.Log(pair.Score) >= limit;
    }

    private void Note(int slice, double score)
    {
        if (score > _nearest[slice])
            (_nearest[slice], _second[slice]) = (score, _nearest[slice]);
        else
            _second[slice] = Math.Max(_second[slice], score);
    }

    private static string Text(SlicePair pair, double needed, string isEnough) =>
        string.Create(CultureInfo.InvariantCulture, $"same edges in the same places: correlation {pair.Score:0.000}, {needed:0.00} {isEnough}");
}
