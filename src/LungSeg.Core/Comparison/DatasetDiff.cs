using LungSeg.Core.Analysis;
using LungSeg.Core.Bytes;
using LungSeg.Core.Datasets;
using LungSeg.Core.Sharding;

namespace LungSeg.Core.Comparison;

/// <summary>Compares two versions of a data set row by row.</summary>
/// <remarks>
/// Rows are matched by the values of hu_array_old, whatever their dtype, order and file (<see cref="ContentKey"/>); rows that are left by
/// the likeness of their slices. Only columns that both versions hold are compared.
/// </remarks>
public static class DatasetDiff
{
    // Scores of two builds may differ in their last bits.
    private const int ScoreDigits = 6;

    /// <summary>Compares two versions. The result does not depend on the number of threads.</summary>
    /// <param name="a">The first version.</param>
    /// <param name="b">The second version.</param>
    /// <param name="options">Options of the comparison.</param>
    /// <exception cref="DatasetFormatException">
    /// The versions have no image in common, masks hold several classes of which none is chosen, a cell holds no slice, or a file has
    /// changed since it was indexed.
    /// </exception>
    public static DiffReport Compare(DiffSide a, DiffSide b, DiffOptions options)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        ArgumentNullException.ThrowIfNull(options);
        var columns = ComparedColumns.Find(a.Input, b.Input);
        var (inA, inB) = Read(a.Rows, b.Rows, columns, options);
        if (columns.HasMask)
        {
            // Masks of 1 and masks of 255 mean the same: each version is judged by itself.
            LesionChoice.Refuse([a.Input]);
            LesionChoice.Refuse([b.Input]);
        }

        var pairs = RowPairing.Find(inA, inB, content => columns.HasHuOld ? content.HuOld : content.Hu);
        var likeness = columns.HasHuOld
            ? LikenessPairing.Find(
                ListUnmatched(a.Rows, inA, pairs.Select(pair => pair.A)),
                ListUnmatched(b.Rows, inB, pairs.Select(pair => pair.B)),
                options
            )
            : [];
        pairs.AddRange(likeness.Keys);
        var inOrder = RowPairing.FindInOrder(pairs, inA, inB);
        var changed = pairs
            .Where(pair => !inOrder.Contains(pair) || inA[pair.A] != inB[pair.B])
            .OrderBy(pair => pair.A)
            .Select(pair => new RowChange(
                a.Rows[pair.A],
                b.Rows[pair.B],
                ListKinds(inA[pair.A], inB[pair.B], isMoved: !inOrder.Contains(pair))
            )
            {
                Likeness = likeness.TryGetValue(pair, out var score) ? Math.Round(score, ScoreDigits) : null,
            })
            .ToArray();
        var memory = new RowMemoryPool();
        ParallelRows.Run(
            changed.Length,
            RowJobs.Limit([.. a.Rows, .. b.Rows], options.Jobs),
            i => changed[i] = ChangeMeasure.Complete(changed[i], memory)
        );

        var removed = ListLeft(a.Rows, inA, columns, [.. pairs.Select(pair => pair.A)]);
        var added = ListLeft(b.Rows, inB, columns, [.. pairs.Select(pair => pair.B)]);
        return new DiffReport(
            a,
            b,
            columns,
            [
                .. changed
                    .Concat(removed.Select(row => new RowChange(row.Row, null, [ChangeKind.Removed]) { DuplicateOf = row.DuplicateOf }))
                    .OrderBy(change => change.A!.Index),
                .. added.Select(row => new RowChange(null, row.Row, [ChangeKind.Added]) { DuplicateOf = row.DuplicateOf }),
            ]
        )
        {
            SameRows = pairs.Count - changed.Length,
            RespelledLabels = columns.HasLabel
                ? pairs.Count(pair => inA[pair.A].Label == inB[pair.B].Label && a.Rows[pair.A].LabelText != b.Rows[pair.B].LabelText)
                : 0,
        };
    }

    private static (RowContent[] A, RowContent[] B) Read(
        IReadOnlyList<DatasetRow> a,
        IReadOnlyList<DatasetRow> b,
        ComparedColumns columns,
        DiffOptions options
    )
    {
        var contents = new RowContent[a.Count + b.Count];
        new RowWork([.. a, .. b], options.Jobs).ForEach(
            (i, row) =>
            {
                contents[i] = RowContent.Read(row, columns);
                options.RowDone?.Invoke();
            }
        );
        return (contents[..a.Count], contents[a.Count..]);
    }

    private static List<UnmatchedRow> ListUnmatched(IReadOnlyList<DatasetRow> rows, RowContent[] contents, IEnumerable<int> matched)
    {
        var has = matched.ToHashSet();
        return [.. Enumerable.Range(0, rows.Count).Where(i => !has.Contains(i)).Select(i => new UnmatchedRow(i, rows[i], contents[i]))];
    }

    private static ChangeKind[] ListKinds(RowContent a, RowContent b, bool isMoved)
    {
        var kinds = new List<ChangeKind>();
        void Add(bool applies, ChangeKind kind)
        {
            if (applies)
            {
                kinds.Add(kind);
            }
        }

        Add(isMoved, ChangeKind.Moved);
        Add(a.Label != b.Label, ChangeKind.Relabelled);
        Add(a.Lesion != b.Lesion, ChangeKind.MaskChanged);
        Add(a.Hu != b.Hu, ChangeKind.HuArrayChanged);
        Add(a.HuOld != b.HuOld, ChangeKind.HuChanged);
        return [.. kinds];
    }

    /// <summary>
    /// The rows of one version without a pair, and the row of that version that has the same slice: a matched one, else the first.
    /// </summary>
    private static IEnumerable<(DatasetRow Row, DatasetRow? DuplicateOf)> ListLeft(
        IReadOnlyList<DatasetRow> rows,
        RowContent[] contents,
        ComparedColumns columns,
        HashSet<int> matched
    )
    {
        UInt128? Slice(int i) => columns.HasHuOld ? contents[i].HuOld : contents[i].Hu;
        var originals = new Dictionary<UInt128, int>();
        foreach (var i in Enumerable.Range(0, rows.Count).OrderBy(i => matched.Contains(i) ? 0 : 1))
        {
            if (Slice(i) is { } slice)
            {
                originals.TryAdd(slice, i);
            }
        }
        for (var i = 0; i < rows.Count; i++)
        {
            if (!matched.Contains(i))
            {
                yield return (rows[i], Slice(i) is { } slice && originals[slice] != i ? rows[originals[slice]] : null);
            }
        }
    }
}
