namespace LungSeg.Core.Comparison;

/// <summary>Finds the longest run of pairs whose order is equal on both sides.</summary>
internal static class OrderedChain
{
    // Low parts of so many pairs as fit a list never add up to one pair more.
    private const int WeightBits = 64;
    private static readonly UInt128 OnePair = UInt128.One << (WeightBits + 32);

    /// <summary>
    /// The pairs of the longest run in which both positions grow from pair to pair; of several such runs the one whose weights have the
    /// largest sum, so that the result does not depend on which side is called A where the weights do not.
    /// </summary>
    /// <param name="pairs">Pairs of positions; a position may stand in several.</param>
    /// <param name="weights">Weight of each pair.</param>
    /// <returns>Positions of the pairs of the run in <paramref name="pairs"/>, in their order.</returns>
    public static int[] Find(IReadOnlyList<RowPair> pairs, IReadOnlyList<ulong> weights)
    {
        // Pairs of one A come with falling B, so that none of them follows another.
        int[] order = [.. Enumerable.Range(0, pairs.Count).OrderBy(i => pairs[i].A).ThenByDescending(i => pairs[i].B)];
        var best = new PrefixBest(pairs.Count == 0 ? 0 : pairs.Max(pair => pair.B) + 1);
        var previous = new int[pairs.Count];
        foreach (var i in order)
        {
            var (sum, last) = best.Before(pairs[i].B);
            previous[i] = last;
            best.Add(pairs[i].B, sum + OnePair + weights[i], i);
        }

        var run = new List<int>();
        for (var i = best.Before(int.MaxValue).Pair; i >= 0; i = previous[i])
        {
            run.Add(i);
        }
        run.Reverse();
        return [.. run];
    }

    /// <summary>The largest sum over all positions before one: a Fenwick tree.</summary>
    private sealed class PrefixBest(int length)
    {
        private readonly (UInt128 Sum, int Pair)[] _tree = [.. Enumerable.Repeat((UInt128.Zero, -1), length + 1)];

        public void Add(int position, UInt128 sum, int pair)
        {
            for (var i = position + 1; i < _tree.Length; i += i & -i)
            {
                if (sum > _tree[i].Sum)
                {
                    _tree[i] = (sum, pair);
                }
            }
        }

        public (UInt128 Sum, int Pair) Before(int position)
        {
            var best = (Sum: UInt128.Zero, Pair: -1);
            for (var i = Math.Min(position, _tree.Length - 1); i > 0; i -= i & -i)
            {
                if (_tree[i].Sum > best.Sum)
                {
                    best = _tree[i];
                }
            }
            return best;
        }
    }
}

/// <summary>Positions of a row of the first version and of the row of the second that it became.</summary>
internal readonly record struct RowPair(int A, int B);
