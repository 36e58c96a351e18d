namespace LungSeg.Core.Comparison;

/// <summary>Matches rows of two versions by their content: equal rows first, then rows with the same slice.</summary>
internal sealed class RowPairing
{
    /// <summary>
    /// Equal rows on both sides of which every pair is looked at; of more, such as slices of air alone, one with its like.
    /// </summary>
    private const int MaxPairsOfGroup = 256;

    private const int RankBits = 20;
    private readonly RowContent[] _a;
    private readonly RowContent[] _b;
    private readonly bool[] _isMatchedA;
    private readonly bool[] _isMatchedB;

    private RowPairing(RowContent[] a, RowContent[] b)
    {
        (_a, _b) = (a, b);
        (_isMatchedA, _isMatchedB) = (new bool[a.Length], new bool[b.Length]);
    }

    private List<RowPair> Pairs { get; } = [];

    /// <summary>Pairs of rows with the same slice, by their positions. Every row is in one pair at most.</summary>
    /// <param name="a">The first version.</param>
    /// <param name="b">The second version.</param>
    /// <param name="getSlice">The hash that says which slice a row is; null where the row has none.</param>
    public static List<RowPair> Find(RowContent[] a, RowContent[] b, Func<RowContent, UInt128?> getSlice)
    {
        var pairing = new RowPairing(a, b);
        pairing.MatchEqualInOrder();
        pairing.MatchRest<RowContent>(content => content);
        pairing.MatchRest(getSlice);
        return pairing.Pairs;
    }

    /// <summary>Whether rows of a run stand in the same order on both sides; the others are moved.</summary>
    public static HashSet<RowPair> FindInOrder(IReadOnlyList<RowPair> pairs, RowContent[] a, RowContent[] b)
    {
        // The sum is the same where the sides are swapped.
        ulong[] weights = [.. pairs.Select(pair => a[pair.A].Fingerprint + b[pair.B].Fingerprint)];
        return [.. OrderedChain.Find(pairs, weights).Select(i => pairs[i])];
    }

    /// <summary>Of equal rows those are matched that keep their order, so that a copy is what was added and not its original.</summary>
    private void MatchEqualInOrder()
    {
        var (pairs, weights) = (new List<RowPair>(), new List<ulong>());
        foreach (var (a, b) in Group<RowContent>(content => content))
        {
            var isLarge = (long)a.Count * b.Count > MaxPairsOfGroup;
            var hash = _a[a[0]].Fingerprint >> RankBits;
            for (var i = 0; i < a.Count; i++)
            {
                for (var j = isLarge ? i : 0; j < (isLarge ? Math.Min(i + 1, b.Count) : b.Count); j++)
                {
                    pairs.Add(new RowPair(a[i], b[j]));

                    // Among equal rows the first ones are taken for the originals.
                    weights.Add(((ulong)Math.Max(0, (1 << RankBits) - 1 - i - j) << (64 - RankBits)) | hash);
                }
            }
        }
        foreach (var i in OrderedChain.Find(pairs, weights))
        {
            Match(pairs[i]);
        }
    }

    /// <summary>Matches rows that are equal in something, in their order.</summary>
    private void MatchRest<T>(Func<RowContent, T?> get)
        where T : struct
    {
        foreach (var (a, b) in Group(get))
        {
            foreach (var (inA, inB) in a.Zip(b))
            {
                Match(new RowPair(inA, inB));
            }
        }
    }

    private void Match(RowPair pair)
    {
        (_isMatchedA[pair.A], _isMatchedB[pair.B]) = (true, true);
        Pairs.Add(pair);
    }

    /// <summary>Rows that are not matched yet and equal in something, which both sides have.</summary>
    private List<(List<int> A, List<int> B)> Group<T>(Func<RowContent, T?> get)
        where T : struct
    {
        var groups = new Dictionary<T, (List<int> A, List<int> B)>();
        void Add(RowContent[] rows, bool[] isMatched, bool isA)
        {
            for (var i = 0; i < rows.Length; i++)
            {
                if (!isMatched[i] && get(rows[i]) is { } value)
                {
                    if (!groups.TryGetValue(value, out var group))
                    {
                        groups.Add(value, group = ([], []));
                    }
                    (isA ? group.A : group.B).Add(i);
                }
            }
        }

        Add(_a, _isMatchedA, isA: true);
        Add(_b, _isMatchedB, isA: false);
        return [.. groups.Values.Where(group => group.A.Count > 0 && group.B.Count > 0)];
    }
}
