using LungSeg.Core.Datasets;

namespace LungSeg.Core.Grouping;

/// <summary>Finds pairs of slices that are alike: sketches say which pairs are worth a look, the cells decide.</summary>
internal static class PairSearch
{
    /// <summary>
    /// Bits in which sketches of candidates may differ. Two slices whose coarse edges correlate with r differ in 512 acos(r) / pi bits, give or take 11: 161 for
    /// 0.55, the least of slices 12 mm apart, and 256 for strangers.
    /// </summary>
    private const int MostDifferentBits = 200;

    /// <summary>Mean difference of profiles, in tones, up to which one slice may be a copy of the other. Pixels say whether it is.</summary>
    private const double MostResidual = 6;

    /// <summary>Pairs within <paramref name="slices"/> whose likeness is at least <paramref name="threshold"/>, by position.</summary>
    public static List<SlicePair> Within(IReadOnlyList<SliceDescriptor> slices, double threshold, int jobs)
    {
        var sketches = Sketches(slices, Mirror.None);
        return InParallel(slices.Count, jobs, a => Candidates(sketches, slices[a], a + 1, b => Alike(slices[a], slices[b], (a, b), threshold)));
    }

    /// <summary>Pairs of one of <paramref name="first"/> and one of <paramref name="second"/>, mirrored, whose likeness is at least <paramref name="threshold"/> or that may be copies, by position.</summary>
    /// <remarks>Where the two are one set each pair comes once and no slice with itself.</remarks>
    public static List<SlicePair> Between(IReadOnlyList<SliceDescriptor> first, IReadOnlyList<SliceDescriptor> second, Mirror mirror, PairScope scope, double threshold, int jobs)
    {
        var sketches = Sketches(second, mirror);
        return InParallel(first.Count, jobs, a => Candidates(
            sketches, first[a], scope.IsOneSet ? a + 1 : 0, b => scope.IsSettled?.Invoke(a, b) == true ? null : AlikeOrCopy(first, (a, b), second, mirror, threshold)));
    }

    private static SliceSketch[] Sketches(IReadOnlyList<SliceDescriptor> slices, Mirror mirror) => [.. slices.Select(slice => slice.Sketches[(int)mirror])];

    private static List<SlicePair> InParallel(int count, int jobs, Func<int, List<SlicePair>> find)
    {
        var found = new List<SlicePair>[count];
        ParallelRows.Run(count, jobs, a => found[a] = find(a));
        return [.. found.SelectMany(pairs => pairs)];
    }

    private static List<SlicePair> Candidates(SliceSketch[] sketches, SliceDescriptor slice, int start, Func<int, SlicePair?> verify)
    {
        var pairs = new List<SlicePair>();
        if (!slice.HasBody)
            return pairs;
        var sketch = slice.Sketch;
        for (var b = start; b < sketches.Length; b++)
        {
            if (SliceSketch.Distance(sketch, sketches[b]) <= MostDifferentBits && verify(b) is { } pair)
                pairs.Add(pair);
        }

        return pairs;
    }

    private static SlicePair? Alike(SliceDescriptor a, SliceDescriptor b, (int A, int B) at, double threshold)
    {
        if (!b.HasBody)
            return null;
        var isExact = a.Hash == b.Hash;
        var score = isExact ? 1 : a.Likeness(b);
        return score >= threshold ? new SlicePair(at.A, at.B, isExact, score) : null;
    }

    // Few slices look like a mirrored one, so each of those is mirrored when it is looked at: mirror images of all would take as much memory as the slices.
    private static SlicePair? AlikeOrCopy(IReadOnlyList<SliceDescriptor> first, (int A, int B) at, IReadOnlyList<SliceDescriptor> second, Mirror mirror, double threshold)
    {
        var (a, b) = (first[at.A], mirror == Mirror.None ? second[at.B] : second[at.B].Mirrored(mirror));
        if (Alike(a, b, at, 0) is not { } pair)
            return null;
        var move = pair.IsExact ? default : a.Profile.MoveFrom(b.Profile);
        var mayBeCopy = !pair.IsExact && a.Shape == b.Shape && move.Residual <= MostResidual;
        return pair.Score >= threshold || mayBeCopy ? pair with { Copy = mayBeCopy ? move : null } : null;
    }
}
