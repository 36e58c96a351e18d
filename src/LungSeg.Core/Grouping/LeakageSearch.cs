using System.Collections.Concurrent;
using LungSeg.Core.Datasets;
using LungSeg.Core.Sharding;

namespace LungSeg.Core.Grouping;

/// <summary>
/// Finds slices that are on both sides of a split, or twice in one set: equal slices, changed copies, or neighbours in one scan.
/// </summary>
public static class LeakageSearch
{
    /// <summary>Compares two sets, or the rows of one set with each other. The result does not depend on the number of threads.</summary>
    /// <param name="a">Rows with hu_array_old, [row, col] in HU.</param>
    /// <param name="b">The other side; null to look within <paramref name="a"/>.</param>
    /// <param name="options">Options of the search.</param>
    /// <exception cref="Bytes.DatasetFormatException">A row has no hu_array_old, or its file has changed since it was indexed.</exception>
    public static LeakageReport Find(IReadOnlyList<DatasetRow> a, IReadOnlyList<DatasetRow>? b, LeakageOptions options)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(options);
        using var store = new SliceStore();
        SliceDescriptor[] Read(IReadOnlyList<DatasetRow> rows, bool withMirrors) =>
            DescriptorReader.Read(new RowWork(rows, options.Jobs), store, options.RowDone, withMirrors, options.IsLink);
        var first = Read(a, withMirrors: b is null);
        var second = b is null ? first : Read(b, withMirrors: true);
        var report = Compare(new ComparedRows(a, first, b ?? a, second), isOneSet: b is null, options);
        return b is null ? report : report with { Ids = SharedIds.Find(a, b) };
    }

    /// <summary>Pairs of different slices that are alike enough to be of one scan, the most alike first; no mirror images.</summary>
    /// <param name="rows">Rows with hu_array_old.</param>
    /// <param name="jobs">Threads.</param>
    /// <exception cref="Bytes.DatasetFormatException">A row cannot be read.</exception>
    internal static IEnumerable<LeakagePair> FindNeighbours(IReadOnlyList<DatasetRow> rows, int jobs)
    {
        using var store = new SliceStore();
        var slices = DescriptorReader.Read(new RowWork(rows, jobs), store, null, withMirrors: false);
        var compared = new ComparedRows(rows, slices, rows, slices);
        var found = FindUnmirrored(slices, GroupingOptions.DefaultThreshold, jobs);
        var idle = new ConcurrentBag<TissueSlices>();
        var pairs = Verify(compared, found, idle, Mirror.None, GroupingOptions.DefaultThreshold, jobs);
        Release(idle);
        return pairs.OfType<LeakagePair>().Where(pair => pair.Kind == MatchKind.Neighbour).OrderByDescending(pair => pair.Score);
    }

    /// <summary>Pairs within one set that are alike or may be copies, without mirroring.</summary>
    internal static List<SlicePair> FindUnmirrored(IReadOnlyList<SliceDescriptor> slices, double threshold, int jobs) =>
        PairSearch.Between(slices, slices, new PairScope(IsOneSet: true), threshold, jobs);

    /// <summary>Compares rows whose descriptors are known; those of the second set include mirror images.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="isOneSet">Whether both sets are one.</param>
    /// <param name="options">Options of the search.</param>
    /// <param name="unmirrored">Result of <see cref="FindUnmirrored"/> with the same threshold or a lower one; null to search here.</param>
    internal static LeakageReport Compare(
        ComparedRows rows,
        bool isOneSet,
        LeakageOptions options,
        IReadOnlyList<SlicePair>? unmirrored = null
    )
    {
        var best = FindPairs(rows, new PairScope(isOneSet), options.Threshold, options.Jobs, unmirrored);
        var sorted = best.OrderByDescending(pair => pair.Value.Score).ThenBy(pair => pair.Key.A).ThenBy(pair => pair.Key.B).ToArray();
        var inA = sorted.Select(pair => pair.Key.A);
        var inB = sorted.Select(pair => pair.Key.B);
        return new LeakageReport(options.Threshold, [.. sorted.Select(pair => pair.Value)])
        {
            AffectedA = Rows(rows.A, isOneSet ? inA.Concat(inB) : inA),
            AffectedB = isOneSet ? [] : Rows(rows.B, inB),
        };
    }

    /// <summary>
    /// Pairs of rows that are alike or copies, by their positions. A pair that is found under several mirrors comes once, with its best
    /// score.
    /// </summary>
    internal static Dictionary<(int A, int B), LeakagePair> FindPairs(
        ComparedRows compared,
        PairScope scope,
        double threshold,
        int jobs,
        IReadOnlyList<SlicePair>? unmirrored = null
    )
    {
        var best = new Dictionary<(int A, int B), LeakagePair>();
        var idle = new ConcurrentBag<TissueSlices>();
        foreach (var mirror in Enum.GetValues<Mirror>())
        {
            var found =
                mirror == Mirror.None && unmirrored is not null
                    ? [.. unmirrored.Where(pair => pair.Score >= threshold || pair.Copy is not null)]
                    : PairSearch.Between(compared.SlicesA, compared.SlicesB, scope with { Mirror = mirror }, threshold, jobs);
            var pairs = Verify(compared, found, idle, mirror, threshold, jobs);
            for (var i = 0; i < found.Count; i++)
            {
                var at = (found[i].A, found[i].B);
                if (pairs[i] is { } pair && (!best.TryGetValue(at, out var known) || known.Score < pair.Score))
                {
                    best[at] = pair;
                }
            }
        }

        Release(idle);
        return best;
    }

    private static void Release(ConcurrentBag<TissueSlices> idle)
    {
        foreach (var slices in idle)
        {
            slices.Dispose();
        }
    }

    /// <summary>
    /// Compares the pixels of pairs that may be copies. The result holds null for a pair that is neither a copy nor alike.
    /// </summary>
    private static LeakagePair?[] Verify(
        ComparedRows compared,
        List<SlicePair> found,
        ConcurrentBag<TissueSlices> idle,
        Mirror mirror,
        double threshold,
        int jobs
    )
    {
        // Pairs are ordered, so consecutive pairs are often of one scan and share slices that are already read.
        const int ChunkLength = 32;
        var pairs = new LeakagePair?[found.Count];
        ParallelRows.Run(
            (found.Count + ChunkLength - 1) / ChunkLength,
            jobs,
            chunk =>
            {
                var slices = idle.TryTake(out var spare) ? spare : new TissueSlices();
                var end = Math.Min(found.Count, (chunk + 1) * ChunkLength);
                for (var i = chunk * ChunkLength; i < end; i++)
                {
                    pairs[i] = Verify(found[i], (compared.A[found[i].A], compared.B[found[i].B]), slices, mirror, threshold);
                }

                idle.Add(slices);
            }
        );
        return pairs;
    }

    private static LeakagePair? Verify(
        SlicePair pair,
        (DatasetRow A, DatasetRow B) rows,
        TissueSlices slices,
        Mirror mirror,
        double threshold
    )
    {
        var (a, b) = rows;
        if (pair.IsExact)
        {
            return new LeakagePair(a, b, MatchKind.Exact, 1);
        }
        if (
            pair.Copy is { } move
            && CopyCheck.Correlation(slices.Read(a), slices.Read(b), mirror, move) is var correlation
            && CopyCheck.IsCopy(correlation, mirror, move)
        )
        {
            return new LeakagePair(a, b, MatchKind.Shifted, Math.Min(1, Math.Max(correlation, pair.Score)))
            {
                Mirror = mirror,
                Move = (move.Rows, move.Columns),
            };
        }
        return pair.Score >= threshold ? new LeakagePair(a, b, MatchKind.Neighbour, pair.Score) { Mirror = mirror } : null;
    }

    private static DatasetRow[] Rows(IReadOnlyList<DatasetRow> rows, IEnumerable<int> positions) =>
        [.. positions.Distinct().Order().Select(at => rows[at])];
}

/// <summary>Two sets of rows to compare; both may be the same set.</summary>
/// <param name="A">Rows of the first set.</param>
/// <param name="SlicesA">Descriptors of <paramref name="A"/>.</param>
/// <param name="B">Rows of the second set.</param>
/// <param name="SlicesB">Descriptors of <paramref name="B"/>, with mirror images.</param>
internal sealed record ComparedRows(
    IReadOnlyList<DatasetRow> A,
    IReadOnlyList<SliceDescriptor> SlicesA,
    IReadOnlyList<DatasetRow> B,
    IReadOnlyList<SliceDescriptor> SlicesB
);
