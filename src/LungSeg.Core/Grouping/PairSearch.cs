using System.Collections.Concurrent;
using LungSeg.Core.Datasets;

namespace LungSeg.Core.Grouping;

/// <summary>Finds pairs of slices that are alike: sketches select candidates, the correlation of edges decides.</summary>
internal static class PairSearch
{
    /// <summary>
    /// Number of bits in which the sketches of a candidate pair may differ. A correlation r of coarse edges gives 512 acos(r) / pi
    /// different bits, give or take 11. Slices 12 mm apart correlate with 0.55 or more: up to 161 bits. Unrelated slices differ in 256.
    /// </summary>
    private const int MaxDifferentBits = 200;

    /// <summary>
    /// Mean difference of profiles, in tones, up to which one slice may be a copy of the other. The pixels then decide whether it is a
    /// copy.
    /// </summary>
    private const double MaxResidual = 6;

    /// <summary>
    /// Calls <paramref name="visit"/> with each pair of <paramref name="slices"/> whose likeness is at least <paramref name="threshold"/>,
    /// without keeping pairs. <see cref="SlicePair.A"/> is the earlier slice.
    /// </summary>
    /// <param name="slices">The slices.</param>
    /// <param name="threshold">Minimum likeness.</param>
    /// <param name="jobs">Threads.</param>
    /// <param name="visit">
    /// Receives the pairs, on several threads. Pairs with the same <see cref="SlicePair.B"/> come on one thread, in ascending order of
    /// <see cref="SlicePair.A"/>.
    /// </param>
    public static void Visit(IReadOnlyList<SliceDescriptor> slices, double threshold, int jobs, Action<SlicePair> visit)
    {
        var sketches = Sketches(slices, Mirror.None);
        InBatches(
            slices,
            Mirror.None,
            jobs,
            (batch, first, other) =>
            {
                for (var a = 0; a < first + batch.Length - 1; a++)
                {
                    other.Slice = slices[a];
                    for (var i = Math.Max(0, a + 1 - first); i < batch.Length; i++)
                    {
                        if (IsCandidate(batch[i], sketches[a]) && Alike((first + i, batch[i]), (a, other), threshold) is { } pair)
                        {
                            visit(pair with { A = a, B = first + i });
                        }
                    }
                }
            }
        );
    }

    /// <summary>Pairs of <paramref name="slices"/> whose likeness is at least <paramref name="threshold"/>, ordered by A, then B.</summary>
    public static List<SlicePair> Within(IReadOnlyList<SliceDescriptor> slices, double threshold, int jobs)
    {
        var found = new ConcurrentBag<SlicePair>();
        Visit(slices, threshold, jobs, found.Add);
        return [.. found.OrderBy(pair => pair.A).ThenBy(pair => pair.B)];
    }

    /// <summary>What pairs of slices say about scans; pairs for which <paramref name="fits"/> is false are left out.</summary>
    public static ScanEvidence FindEvidence(
        IReadOnlyList<SliceDescriptor> slices,
        Func<SliceDescriptor, SliceDescriptor, bool> fits,
        GroupingOptions options
    )
    {
        var idle = new ConcurrentBag<ScanEvidence>();
        var sketches = Sketches(slices, Mirror.None);
        InBatches(
            slices,
            Mirror.None,
            options.Jobs,
            (batch, first, other) =>
            {
                const double least = JoinRule.MinOverNeighbour;
                var evidence = idle.TryTake(out var spare) ? spare : new ScanEvidence(slices.Count, options.Threshold);
                for (var b = first + 1; b < slices.Count; b++)
                {
                    other.Slice = slices[b];
                    for (var i = 0; i < Math.Min(batch.Length, b - first); i++)
                    {
                        if (
                            IsCandidate(batch[i], sketches[b])
                            && fits(slices[first + i], other.Slice)
                            && Alike((first + i, batch[i]), (b, other), Math.Max(least, evidence.Needed(first + i, b))) is { } pair
                        )
                        {
                            evidence.Add(pair);
                        }
                    }
                }
                idle.Add(evidence);
            }
        );
        var all = new ScanEvidence(slices.Count, options.Threshold);
        foreach (var evidence in idle)
        {
            all.Add(evidence);
        }
        return all;
    }

    /// <summary>Whether two slices are compared finely.</summary>
    public static bool IsCandidate(SliceDescriptor a, SliceDescriptor b) =>
        a.HasBody && b.HasBody && SliceSketch.Distance(a.Sketch, b.Sketch) <= MaxDifferentBits;

    /// <summary>
    /// Compares each slice of <paramref name="first"/> with the mirror image of each slice of <paramref name="second"/>. Returns the pairs
    /// that may be copies or whose likeness is at least <paramref name="threshold"/>, ordered by A, then B.
    /// </summary>
    /// <remarks>Where both lists are one set, a pair comes once, and no slice is paired with itself.</remarks>
    public static List<SlicePair> Between(
        IReadOnlyList<SliceDescriptor> first,
        IReadOnlyList<SliceDescriptor> second,
        PairScope scope,
        double threshold,
        int jobs
    )
    {
        var sketches = Sketches(second, scope.Mirror);
        var found = new List<SlicePair>[first.Count];
        InBatches(
            first,
            scope.Mirror,
            jobs,
            (batch, start, other) =>
            {
                for (var i = 0; i < batch.Length; i++)
                {
                    found[start + i] = [];
                }
                for (var b = scope.IsOneSet ? start + 1 : 0; b < second.Count; b++)
                {
                    other.Slice = second[b];
                    for (var i = 0; i < (scope.IsOneSet ? Math.Min(batch.Length, b - start) : batch.Length); i++)
                    {
                        if (
                            IsCandidate(batch[i], sketches[b])
                            && scope.IsSettled?.Invoke(start + i, b) != true
                            && AlikeOrCopy((start + i, batch[i]), (b, other), threshold) is { } pair
                        )
                        {
                            found[start + i].Add(pair);
                        }
                    }
                }
            }
        );
        return [.. found.SelectMany(pairs => pairs)];
    }

    private static SliceSketch[] Sketches(IReadOnlyList<SliceDescriptor> slices, Mirror mirror) =>
        [.. slices.Select(slice => slice.Sketches[(int)mirror])];

    /// <summary>
    /// Calls <paramref name="work"/> with some successive slices at a time, the position of the first, and a place for slices to compare
    /// them with.
    /// </summary>
    /// <remarks>The slices that they are compared with are then read once for all of them.</remarks>
    private static void InBatches(IReadOnlyList<SliceDescriptor> slices, Mirror mirror, int jobs, Action<QuerySlice[], int, ReadSlice> work)
    {
        const int BatchLength = 64;
        ParallelRows.Run(
            (slices.Count + BatchLength - 1) / BatchLength,
            jobs,
            number =>
            {
                var first = number * BatchLength;
                var batch = slices.Skip(first).Take(BatchLength);
                var order = new Lazy<TileOrder>(() => new(batch, mirror));
                work([.. batch.Select(slice => new QuerySlice(slice, mirror, order))], first, new ReadSlice(mirror, order));
            }
        );
    }

    private static bool IsCandidate(QuerySlice query, in SliceSketch sketch) =>
        query.HasBody && SliceSketch.Distance(query.Sketch, sketch) <= MaxDifferentBits;

    private static SlicePair? Alike((int At, QuerySlice Slice) a, (int At, ReadSlice Slice) b, double threshold)
    {
        if (!b.Slice.Slice.HasBody)
        {
            return null;
        }
        var isExact = a.Slice.IsEqual(b.Slice.Slice);
        var score = isExact ? 1 : a.Slice.Likeness(b.Slice, threshold);
        return score >= threshold ? new SlicePair(a.At, b.At, isExact, score) : null;
    }

    private static SlicePair? AlikeOrCopy((int At, QuerySlice Slice) a, (int At, ReadSlice Slice) b, double threshold)
    {
        // The profiles, which are short, are asked first: where they show a copy, its score is wanted however low it is.
        var copy = a.Slice.MayBeCopyOf(b.Slice.Slice) ? a.Slice.MoveFrom(b.Slice, MaxResidual) : null;
        return Alike(a, b, copy is null ? threshold : 0) is { } pair ? pair with { Copy = copy } : null;
    }
}

/// <summary>Which pairs of two sets of slices are compared.</summary>
/// <param name="IsOneSet">Whether both sets are the same: then a pair is compared once, and no slice with itself.</param>
/// <param name="Mirror">How slices of the second set are mirrored.</param>
/// <param name="IsSettled">Whether a pair can be skipped; null to compare all pairs. Called from any thread.</param>
internal readonly record struct PairScope(bool IsOneSet, Mirror Mirror = Mirror.None, Func<int, int, bool>? IsSettled = null);

/// <summary>Two slices that are alike.</summary>
/// <param name="A">Position of the slice in the first set.</param>
/// <param name="B">Position of the slice in the second set.</param>
/// <param name="IsExact">Whether the slices are equal bit for bit.</param>
/// <param name="Score">Correlation of their edges, 0 to 1.</param>
internal readonly record struct SlicePair(int A, int B, bool IsExact, double Score)
{
    /// <summary>The move after which slice B may be a copy of slice A; null where no move makes it one.</summary>
    public SliceMove? Copy { get; init; }
}
