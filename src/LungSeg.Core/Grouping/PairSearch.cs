using LungSeg.Core.Datasets;

namespace LungSeg.Core.Grouping;

/// <summary>Finds pairs of slices that are alike: sketches say which pairs are worth a look, the cells decide.</summary>
internal static class PairSearch
{
    /// <summary>
    /// Bits in which sketches of candidates may differ. Two slices whose coarse edges correlate with r differ in 512 acos(r) / pi bits,
    /// give or take 11: 161 for 0.55, the minimum of slices 12 mm apart, and 256 for strangers.
    /// </summary>
    private const int MaxDifferentBits = 200;

    /// <summary>
    /// Mean difference of profiles, in tones, up to which one slice may be a copy of the other. Pixels say whether it is.
    /// </summary>
    private const double MaxResidual = 6;

    /// <summary>
    /// Shows each pair within <paramref name="slices"/> whose likeness is at least <paramref name="threshold"/>; a pair's first slice is
    /// the earlier one. None is kept.
    /// </summary>
    /// <param name="slices">The slices.</param>
    /// <param name="threshold">Minimum likeness.</param>
    /// <param name="jobs">Threads.</param>
    /// <param name="visit">Receives the pairs: those of one second slice on one thread, in the order of the first.</param>
    public static void Visit(IReadOnlyList<SliceDescriptor> slices, double threshold, int jobs, Action<SlicePair> visit)
    {
        var sketches = Sketches(slices, Mirror.None);
        ParallelRows.Run(
            slices.Count,
            jobs,
            b =>
            {
                var query = new QuerySlice(slices[b], Mirror.None);
                foreach (var a in Candidates(query, sketches, (0, b)))
                {
                    if (Alike((b, query), (a, slices[a]), threshold) is { } pair)
                    {
                        visit(pair with { A = a, B = b });
                    }
                }
            }
        );
    }

    /// <summary>Pairs within <paramref name="slices"/> whose likeness is at least <paramref name="threshold"/>, by position.</summary>
    public static List<SlicePair> Within(IReadOnlyList<SliceDescriptor> slices, double threshold, int jobs)
    {
        var sketches = Sketches(slices, Mirror.None);
        return InParallel(
            slices,
            Mirror.None,
            jobs,
            (a, query) =>
                [
                    .. Candidates(query, sketches, (a + 1, slices.Count))
                        .Select(b => Alike((a, query), (b, slices[b]), threshold))
                        .OfType<SlicePair>(),
                ]
        );
    }

    /// <summary>
    /// Pairs of one of <paramref name="first"/> and the mirrored one of <paramref name="second"/> whose likeness is at least
    /// <paramref name="threshold"/> or that may be copies, by position.
    /// </summary>
    /// <remarks>Where the two are one set each pair comes once and no slice with itself.</remarks>
    public static List<SlicePair> Between(
        IReadOnlyList<SliceDescriptor> first,
        IReadOnlyList<SliceDescriptor> second,
        PairScope scope,
        double threshold,
        int jobs
    )
    {
        var sketches = Sketches(second, scope.Mirror);
        return InParallel(
            first,
            scope.Mirror,
            jobs,
            (a, query) =>
                [
                    .. Candidates(query, sketches, (scope.IsOneSet ? a + 1 : 0, second.Count))
                        .Where(b => scope.IsSettled?.Invoke(a, b) != true)
                        .Select(b => AlikeOrCopy((a, query), (b, second[b]), threshold))
                        .OfType<SlicePair>(),
                ]
        );
    }

    private static SliceSketch[] Sketches(IReadOnlyList<SliceDescriptor> slices, Mirror mirror) =>
        [.. slices.Select(slice => slice.Sketches[(int)mirror])];

    private static List<SlicePair> InParallel(
        IReadOnlyList<SliceDescriptor> slices,
        Mirror mirror,
        int jobs,
        Func<int, QuerySlice, List<SlicePair>> find
    )
    {
        var found = new List<SlicePair>[slices.Count];
        ParallelRows.Run(slices.Count, jobs, a => found[a] = find(a, new QuerySlice(slices[a], mirror)));
        return [.. found.SelectMany(pairs => pairs)];
    }

    /// <summary>Positions within a range whose sketches are near enough for a look.</summary>
    private static List<int> Candidates(QuerySlice query, SliceSketch[] sketches, (int Start, int End) range)
    {
        var near = new List<int>();
        if (!query.HasBody)
        {
            return near;
        }
        var sketch = query.Sketch;
        for (var b = range.Start; b < range.End; b++)
        {
            if (SliceSketch.Distance(sketch, sketches[b]) <= MaxDifferentBits)
            {
                near.Add(b);
            }
        }

        return near;
    }

    private static SlicePair? Alike((int At, QuerySlice Slice) a, (int At, SliceDescriptor Slice) b, double threshold)
    {
        if (!b.Slice.HasBody)
        {
            return null;
        }
        var isExact = a.Slice.IsEqual(b.Slice);
        var score = isExact ? 1 : a.Slice.Likeness(b.Slice);
        return score >= threshold ? new SlicePair(a.At, b.At, isExact, score) : null;
    }

    private static SlicePair? AlikeOrCopy((int At, QuerySlice Slice) a, (int At, SliceDescriptor Slice) b, double threshold)
    {
        if (Alike(a, b, 0) is not { } pair)
        {
            return null;
        }
        var copy = !pair.IsExact && a.Slice.HasSizeOf(b.Slice) ? a.Slice.MoveFrom(b.Slice, MaxResidual) : null;
        return pair.Score >= threshold || copy is not null ? pair with { Copy = copy } : null;
    }
}

/// <summary>Which pairs of two sets of slices are looked at.</summary>
/// <param name="IsOneSet">Whether the two are one set: then each pair comes once, and no slice with itself.</param>
/// <param name="Mirror">How those of the second are mirrored.</param>
/// <param name="IsSettled">Whether a pair needs no look, be it alike or not; null where all pairs do. From any thread.</param>
internal readonly record struct PairScope(bool IsOneSet, Mirror Mirror = Mirror.None, Func<int, int, bool>? IsSettled = null);

/// <summary>Two slices that are alike.</summary>
/// <param name="A">Position of the first.</param>
/// <param name="B">Position of the second.</param>
/// <param name="IsExact">Whether they are equal bit for bit.</param>
/// <param name="Score">Correlation of their cells, 0 to 1.</param>
internal readonly record struct SlicePair(int A, int B, bool IsExact, double Score)
{
    /// <summary>The move that may make the second a copy of the first; null where none does.</summary>
    public SliceMove? Copy { get; init; }
}
