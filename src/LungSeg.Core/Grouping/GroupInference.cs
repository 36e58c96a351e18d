using LungSeg.Core.Analysis;
using LungSeg.Core.Datasets;
using LungSeg.Core.Sharding;

namespace LungSeg.Core.Grouping;

/// <summary>Finds which rows are slices of one scan: by the ids that rows have, and by <c>hu_array_old</c>.</summary>
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
        var ids =
            options.Given is { } given ? RowIds.From(given, areBinding: true)
            : options.UseIds ? RowIds.Find(rows)
            : RowIds.None(rows.Count);
        using var store = new SliceStore();
        var slices = RowPass.Run(work, Step(options), store.Keep, options.RowDone);
        var groups = Group(
            slices,
            [.. rows.Select(row => (row.Input.Stem, row.Index))],
            options,
            ids,
            options.JoinsCopies ? new ComparedRows(rows, slices, rows, slices) : null
        );
        if (options.IsLink is { } isLink)
        {
            groups.Unread = [.. Enumerable.Range(0, rows.Count).Where(i => slices[i].IsMissing && isLink(rows[i]))];
        }
        return groups;
    }

    /// <summary>Writes what grouping needs of each row into a shard.</summary>
    /// <param name="work">The shard's work.</param>
    /// <param name="options">Options of grouping.</param>
    /// <exception cref="Bytes.DatasetFormatException">A row has no hu_array_old, or its file has changed since it was indexed.</exception>
    public static void Put(RowWork work, GroupingOptions options)
    {
        ArgumentNullException.ThrowIfNull(work);
        ArgumentNullException.ThrowIfNull(options);
        RowPass.Put(work, Step(options), options.RowDone);
    }

    /// <summary>Groups slices by their descriptors.</summary>
    /// <param name="slices">The descriptors.</param>
    /// <param name="rowKeys">Inputs and indices of their rows.</param>
    /// <param name="options">Options of grouping.</param>
    /// <param name="ids">Ids of the rows; null for none.</param>
    /// <param name="copies">The rows, where groups that hold copies of each other's slices are joined; else null.</param>
    internal static RowGroups Group(
        IReadOnlyList<SliceDescriptor> slices,
        IReadOnlyList<(string Stem, long Index)> rowKeys,
        GroupingOptions options,
        RowIds? ids = null,
        ComparedRows? copies = null
    )
    {
        ids ??= RowIds.None(slices.Count);
        var sets = new IdSets(ids, slices.Count);
        var joins = new List<RowJoin>();
        var distinct = Distinct(slices, sets, joins);
        var evidence = PairSearch.FindEvidence([.. distinct.Select(at => slices[at])], CanBeOneScan, options);
        var rule = new JoinRule(evidence, (a, b) => Likeness(slices[distinct[a]], slices[distinct[b]]), options);
        foreach (var pair in evidence.GetPairs())
        {
            var (a, b) = (distinct[pair.A], distinct[pair.B]);
            if (
                sets.Find(a) != sets.Find(b)
                && rule.Reason(pair, AreAdjacent(rowKeys[a], rowKeys[b])) is { } reason
                && (pair.Score >= options.Threshold ? sets.JoinProved(a, b, pair.Score) : sets.JoinLikely(a, b))
            )
            {
                joins.Add(new RowJoin(a, b, MatchKind.Neighbour, pair.Score, reason));
            }
        }

        var confidence = Confidence(ids, slices.Count, joins, distinct.Select((at, i) => (at, rule.Nearest(i))), options);
        if (copies is not null)
        {
            JoinCopies(copies, sets, joins, options.Jobs);
        }
        return new RowGroups(sets.GetNames(slices.Count), joins, GetSource(ids), confidence)
        {
            KeyOf = [.. slices.Select(slice => slice.HasKey ? ContentKey.Format(slice.Hash) : null)],
            RowsById = ids.Known,
            UnusableColumns = ids.Unusable,
            Conflicts = sets.Conflicts,
        };
    }

    /// <summary>The first row that has neither a slice to compare nor an id; null where all can be grouped.</summary>
    public static DatasetRow? FindUngroupable(IReadOnlyList<DatasetRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return rows.FirstOrDefault(row => !SliceShape.IsSlice(row.HuOld) && !RowIds.IsKnown(row));
    }

    private static GroupSource GetSource(RowIds ids) =>
        ids.AreBinding ? GroupSource.Given
        : ids.Known > 0 ? GroupSource.Ids
        : GroupSource.Pixels;

    /// <summary>A row with an id may lack a slice; then its id alone says to which group it belongs.</summary>
    private static RowStep<SliceDescriptor> Step(GroupingOptions options) =>
        DescriptorReader.Step(options.JoinsCopies, row => options.UseIds && RowIds.IsKnown(row), options.IsLink);

    /// <summary>Joins groups that hold copies of each other's slices. Pairs within one group are skipped.</summary>
    private static void JoinCopies(ComparedRows rows, IdSets sets, List<RowJoin> joins, int jobs)
    {
        var groupOf = Enumerable.Range(0, rows.A.Count).Select(sets.Find).ToArray();
        var pairs = LeakageSearch.FindPairs(
            rows,
            new PairScope(IsOneSet: true, IsSettled: (a, b) => groupOf[a] == groupOf[b]),
            new LeakageOptions().Threshold,
            jobs
        );
        foreach (var (at, pair) in pairs.OrderByDescending(pair => pair.Value.Score).ThenBy(pair => pair.Key))
        {
            if (sets.JoinProved(at.A, at.B, pair.Score))
            {
                joins.Add(new RowJoin(at.A, at.B, pair.Kind, pair.Score, "the same slice, moved, mirrored or changed, or as alike"));
            }
        }
    }

    /// <summary>
    /// Keeps the first of equal slices and joins the others to it. Blank slices are skipped: those of two patients may be equal.
    /// </summary>
    private static List<int> Distinct(IReadOnlyList<SliceDescriptor> slices, IdSets sets, List<RowJoin> joins)
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
            if (sets.JoinProved(twin, i, 1))
            {
                joins.Add(new RowJoin(twin, i, MatchKind.Exact, 1, "equal pixel by pixel"));
            }
        }

        return distinct;
    }

    private static bool AreAdjacent((string Stem, long Index) a, (string Stem, long Index) b) =>
        a.Stem == b.Stem && Math.Abs(a.Index - b.Index) == 1;

    /// <summary>Score of a pair; 0 where it is no candidate.</summary>
    private static double Likeness(SliceDescriptor a, SliceDescriptor b) =>
        CanBeOneScan(a, b) && PairSearch.IsCandidate(a, b) ? a.Likeness(b) : 0;

    private static bool CanBeOneScan(SliceDescriptor a, SliceDescriptor b) => a.Size == b.Size && a.CornerHu == b.CornerHu;

    /// <summary>
    /// How far the score of a row's best join lies above the lowest score that joins. For a row without a join: how far the nearest row's
    /// score lies below the threshold.
    /// </summary>
    private static double[] Confidence(
        RowIds ids,
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
                    ids.IsKnown(row) ? 1
                    : score > 0 ? 0.5 + (0.5 * (score - minimum) / (1 - minimum))
                    : 1 - (0.5 * Math.Min(1, alone[row] / options.Threshold))
            ),
        ];
    }
}
