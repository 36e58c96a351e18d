using LungSeg.Core.Datasets;

namespace LungSeg.Core.Grouping;

/// <summary>Finds slices that stand on both sides of a split, or twice in one set.</summary>
public static class LeakageSearch
{
    /// <summary>Compares two sets, or the rows of one with each other; the result does not depend on the number of threads.</summary>
    /// <param name="a">Rows with hu_array_old, [row, col] in HU.</param>
    /// <param name="b">The other side; null to look within <paramref name="a"/>.</param>
    /// <param name="options">How.</param>
    /// <exception cref="Bytes.DatasetFormatException">A row has no hu_array_old, or its file is not what it was when it was indexed.</exception>
    public static LeakageReport Find(IReadOnlyList<DatasetRow> a, IReadOnlyList<DatasetRow>? b, LeakageOptions options)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(options);
        var first = DescriptorReader.Read(a, options.Jobs, options.RowDone);
        var pairs = b is null
            ? PairSearch.Within(first, options.Threshold, options.Jobs)
            : PairSearch.Between(first, DescriptorReader.Read(b, options.Jobs, options.RowDone), options.Threshold, options.Jobs);
        pairs.Sort((x, y) => (y.Score, x.A, x.B).CompareTo((x.Score, y.A, y.B)));
        var other = b ?? a;
        var inA = pairs.Select(pair => pair.A);
        return new LeakageReport(options.Threshold, [.. pairs.Select(pair => new LeakagePair(a[pair.A], other[pair.B], pair.IsExact ? MatchKind.Exact : MatchKind.Neighbour, pair.Score))])
        {
            AffectedA = Rows(a, b is null ? inA.Concat(pairs.Select(pair => pair.B)) : inA),
            AffectedB = b is null ? [] : Rows(b, pairs.Select(pair => pair.B)),
        };
    }

    private static DatasetRow[] Rows(IReadOnlyList<DatasetRow> rows, IEnumerable<int> positions) => [.. positions.Distinct().Order().Select(at => rows[at])];
}
