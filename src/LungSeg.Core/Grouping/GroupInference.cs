using LungSeg.Core.Analysis;
using LungSeg.Core.Datasets;
using LungSeg.Core.Sharding;

namespace LungSeg.Core.Grouping;

/// <summary>Finds which rows are slices of one scan: by id columns where the table has them, else by <c>hu_array_old</c> alone.</summary>
/// <remarks>
/// Slices close to each other in a scan show the same body at the same position; slices of different patients do not. Two rows whose
/// likeness reaches the threshold are joined, and a chain of joins makes a scan. The order of rows helps but is not needed.
/// </remarks>
public static class GroupInference
{
    /// <summary>Groups rows. The result does not depend on the number of threads.</summary>
    /// <param name="rows">Rows with hu_array_old, [row, col] in HU.</param>
    /// <param name="options">Options of grouping.</param>
    /// <exception cref="Bytes.DatasetFormatException">A row has no hu_array_old, or its file has changed since it was indexed.</exception>
    public static RowGroups Infer(IReadOnlyList<DatasetRow> rows, GroupingOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        using var work = new RowWork(rows, options.Jobs);
        return Infer(work, options);
    }

    /// <summary>Groups the rows of a run without shards, or of all shards when they are merged.</summary>
    /// <param name="work">Rows with hu_array_old, [row, col] in HU.</param>
    /// <param name="options">Options of grouping.</param>
    /// <exception cref="Bytes.DatasetFormatException">
    /// A row has no hu_array_old, its file has changed since it was indexed, or a shard is damaged.
    /// </exception>
    public static RowGroups Infer(RowWork work, GroupingOptions options)
    {
        ArgumentNullException.ThrowIfNull(work);
        ArgumentNullException.ThrowIfNull(options);
        var rows = work.Rows;
        if (options.UseIds && RowIds.Find(rows) is { } ids)
        {
            return RowGroups.FromIds(rows, ids, GroupSource.Ids);
        }
        using var store = new SliceStore();
        var slices = DescriptorReader.Read(work, store, options.RowDone, withMirrors: options.JoinsCopies);
        var groups = Group(slices, [.. rows.Select(row => (row.Input.Stem, row.Index))], options);
        return options.JoinsCopies ? WithCopies(new ComparedRows(rows, slices, rows, slices), groups, options.Jobs) : groups;
    }

    /// <summary>Writes what grouping needs of each row into a shard.</summary>
    /// <param name="work">The shard's work.</param>
    /// <param name="rows">All rows of the run; where all have ids, nothing is written.</param>
    /// <param name="options">Options of grouping.</param>
    /// <exception cref="Bytes.DatasetFormatException">A row has no hu_array_old, or its file has changed since it was indexed.</exception>
    public static void Put(RowWork work, IReadOnlyList<DatasetRow> rows, GroupingOptions options)
    {
        ArgumentNullException.ThrowIfNull(work);
        ArgumentNullException.ThrowIfNull(options);
        if (!options.UseIds || RowIds.Find(rows) is null)
        {
            RowPass.Put(work, DescriptorReader.Step(withMirrors: options.JoinsCopies), options.RowDone);
        }
    }

    /// <summary>Groups slices by their descriptors; <paramref name="rowKeys"/> are their inputs and indices.</summary>
    internal static RowGroups Group(
        IReadOnlyList<SliceDescriptor> slices,
        IReadOnlyList<(string Stem, long Index)> rowKeys,
        GroupingOptions options
    )
    {
        var sets = new DisjointSets(slices.Count);
        var joins = new List<RowJoin>();
        var distinct = Distinct(slices, sets, joins);
        var pairs = PairSearch
            .Within([.. distinct.Select(at => slices[at])], JoinRule.MinOverNeighbour, options.Jobs)
            .FindAll(pair => CanBeOneScan(slices[distinct[pair.A]], slices[distinct[pair.B]]));

        // Sorted by score, then by position, so that the result does not depend on the order in which pairs are found.
        pairs.Sort((x, y) => (y.Score, x.A, x.B).CompareTo((x.Score, y.A, y.B)));
        var rule = new JoinRule(distinct.Count, pairs, options);
        foreach (var pair in pairs)
        {
            var (a, b) = (distinct[pair.A], distinct[pair.B]);
            if (sets.Find(a) != sets.Find(b) && rule.Reason(pair, AreAdjacent(rowKeys[a], rowKeys[b])) is { } reason && sets.Join(a, b))
            {
                joins.Add(new RowJoin(a, b, MatchKind.Neighbour, pair.Score, reason));
            }
        }

        return new RowGroups(
            RowGroups.Names(sets, slices.Count),
            joins,
            GroupSource.Pixels,
            Confidence(slices.Count, joins, distinct.Select((at, i) => (at, rule.Nearest(i))), options)
        );
    }

    /// <summary>Joins groups that hold copies of each other's slices. Pairs within one group are skipped.</summary>
    private static RowGroups WithCopies(ComparedRows rows, RowGroups groups, int jobs)
    {
        var groupOf = groups.GroupOf;
        var pairs = LeakageSearch.FindPairs(
            rows,
            new PairScope(IsOneSet: true, IsSettled: (a, b) => groupOf[a] == groupOf[b]),
            new LeakageOptions().Threshold,
            jobs
        );
        return groups.Joined(
            pairs
                .OrderByDescending(pair => pair.Value.Score)
                .ThenBy(pair => pair.Key)
                .Select(pair => new RowJoin(
                    pair.Key.A,
                    pair.Key.B,
                    pair.Value.Kind,
                    pair.Value.Score,
                    "the same slice, moved, mirrored or changed, or as alike"
                ))
        );
    }

    /// <summary>
    /// Keeps the first of equal slices and joins the others to it. Blank slices are skipped: those of two patients may be equal.
    /// </summary>
    private static List<int> Distinct(IReadOnlyList<SliceDescriptor> slices, DisjointSets sets, List<RowJoin> joins)
    {
        var distinct = new List<int>();
        var first = new Dictionary<UInt128, int>();
        for (var i = 0; i < slices.Count; i++)
        {
            if (!slices[i].HasBody)
            {
                continue;
            }
            if (first.TryAdd(slices[i].Hash, i))
            {
                distinct.Add(i);
                continue;
            }

            var twin = first[slices[i].Hash];
            sets.Join(twin, i);
            joins.Add(new RowJoin(twin, i, MatchKind.Exact, 1, "equal pixel by pixel"));
        }

        return distinct;
    }

    private static bool AreAdjacent((string Stem, long Index) a, (string Stem, long Index) b) =>
        a.Stem == b.Stem && Math.Abs(a.Index - b.Index) == 1;

    private static bool CanBeOneScan(SliceDescriptor a, SliceDescriptor b) => a.Size == b.Size && a.CornerHu == b.CornerHu;

    /// <summary>
    /// How far the score of a row's best join lies above the lowest score that joins. For a row without a join: how far the nearest row's
    /// score lies below the threshold.
    /// </summary>
    private static double[] Confidence(
        int count,
        List<RowJoin> joins,
        IEnumerable<(int Row, double Nearest)> nearest,
        GroupingOptions options
    )
    {
        var joined = new double[count];
        foreach (var join in joins)
        {
            joined[join.A] = Math.Max(joined[join.A], join.Score);
            joined[join.B] = Math.Max(joined[join.B], join.Score);
        }

        var alone = new double[count];
        foreach (var (row, score) in nearest)
        {
            alone[row] = score;
        }
        var minimum = options.MutualThreshold;
        return
        [
            .. joined.Select(
                (score, row) =>
                    score > 0 ? 0.5 + (0.5 * (score - minimum) / (1 - minimum)) : 1 - (0.5 * Math.Min(1, alone[row] / options.Threshold))
            ),
        ];
    }
}
