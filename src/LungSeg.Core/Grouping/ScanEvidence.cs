using LungSeg.Core.Datasets;

namespace LungSeg.Core.Grouping;

/// <summary>What alike pairs say about scans: the two nearest slices of each slice, and the pairs that are enough for a join.</summary>
/// <remarks>
/// Of many pairs only a spanning forest is kept, the one of the highest scores, which joins the same slices. So memory does not grow with
/// the number of pairs, and the result does not depend on the order in which they come. Not thread-safe.
/// </remarks>
internal sealed class ScanEvidence
{
    /// <summary>Stands for no slice.</summary>
    public const int Nobody = -1;

    private const int MinBuffered = 1 << 16;

    private readonly double _threshold;
    private readonly int _limit;
    private readonly SlicePair[] _nearest;
    private readonly SlicePair[] _second;
    private List<SlicePair> _sure = [];

    /// <param name="count">Number of slices.</param>
    /// <param name="threshold">Score from which a pair is enough.</param>
    public ScanEvidence(int count, double threshold)
    {
        (_threshold, _limit) = (threshold, Math.Max(MinBuffered, 4 * count));
        _nearest = new SlicePair[count];
        _second = new SlicePair[count];
        var nobody = new SlicePair(Nobody, Nobody, false, 0);
        Array.Fill(_nearest, nobody);
        Array.Fill(_second, nobody);
    }

    /// <summary>The nearest slice, and its score; <see cref="Nobody"/> and 0 where no pair holds the slice.</summary>
    public (int Slice, double Score) Nearest(int slice) => (Other(_nearest[slice], slice), _nearest[slice].Score);

    /// <summary>The second nearest slice, and its score.</summary>
    public (int Slice, double Score) Second(int slice) => (Other(_second[slice], slice), _second[slice].Score);

    /// <summary>Score below which a pair of two slices changes nothing: it is not enough, and both have two nearer slices.</summary>
    public double Needed(int a, int b) => Math.Min(_threshold, Math.Min(_second[a].Score, _second[b].Score));

    /// <summary>
    /// The pairs that may join slices, in descending order of the score: those that are enough, without those between slices that others
    /// join, and those of slices that are nearest to each other.
    /// </summary>
    public List<SlicePair> GetPairs()
    {
        Compact();
        return
        [
            .. _sure
                .Concat(_nearest.Concat(_second).Where(pair => pair.A != Nobody && pair.Score < _threshold))
                .Distinct()
                .OrderDescending(Order),
        ];
    }

    public void Add(SlicePair pair)
    {
        Note(pair.A, pair);
        Note(pair.B, pair);
        if (pair.Score < _threshold)
        {
            return;
        }
        _sure.Add(pair);
        if (_sure.Count >= _limit)
        {
            Compact();
        }
    }

    public void Add(ScanEvidence other)
    {
        for (var slice = 0; slice < _nearest.Length; slice++)
        {
            Note(slice, other._nearest[slice]);
            Note(slice, other._second[slice]);
        }
        _sure.AddRange(other._sure);
        Compact();
    }

    /// <summary>By score, then by position, the first last.</summary>
    private static readonly Comparer<SlicePair> Order = Comparer<SlicePair>.Create(
        (x, y) => (x.Score, y.A, y.B).CompareTo((y.Score, x.A, x.B))
    );

    private static int Other(SlicePair pair, int slice) => pair.A == slice ? pair.B : pair.A;

    private void Note(int slice, SlicePair pair)
    {
        if (pair.A == Nobody || Order.Compare(pair, _second[slice]) <= 0)
        {
            return;
        }
        if (Order.Compare(pair, _nearest[slice]) > 0)
        {
            (_nearest[slice], _second[slice]) = (pair, _nearest[slice]);
        }
        else if (pair != _nearest[slice])
        {
            _second[slice] = pair;
        }
    }

    private void Compact()
    {
        var sets = new DisjointSets(_nearest.Length);
        _sure = [.. _sure.OrderDescending(Order).Where(pair => sets.Join(pair.A, pair.B))];
    }
}
