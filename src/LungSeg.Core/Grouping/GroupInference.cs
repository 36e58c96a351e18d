using System.Globalization;
using LungSeg.Core.Datasets;

namespace LungSeg.Core.Grouping;

/// <summary>Finds which rows are slices of one scan: from ids where the table has them, else from <c>hu_array_old</c> alone.</summary>
/// <remarks>
/// Slices close to each other in a scan show the same body in the same place; those of different patients do not. Two rows whose likeness reaches the
/// threshold are joined, and joins chain a scan together. The order of rows helps but is not needed.
/// </remarks>
public static class GroupInference
{
    /// <summary>Groups rows; the result depends on the rows and their order alone, not on the number of threads.</summary>
    /// <param name="rows">Rows with hu_array_old, [row, col] in HU.</param>
    /// <param name="options">How.</param>
    /// <exception cref="Bytes.DatasetFormatException">A row has no hu_array_old, or its file is not what it was when it was indexed.</exception>
    public static RowGroups Infer(IReadOnlyList<DatasetRow> rows, GroupingOptions options)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(options);
        if (options.UseIds && RowIds.Of(rows) is { } ids)
            return RowGroups.FromIds(rows, ids, GroupSource.Ids);
        var slices = DescriptorReader.Read(rows, options.Jobs, options.RowDone);
        return Group(slices, [.. rows.Select(row => (row.Input.Stem, row.Index))], options);
    }

    /// <summary>Groups described slices, each at a place: a file and a position in it.</summary>
    internal static RowGroups Group(IReadOnlyList<SliceDescriptor> slices, IReadOnlyList<(string Stem, long Index)> places, GroupingOptions options)
    {
        var lowest = options.Threshold - options.AdjacencyBonus;
        var pairs = PairSearch.Within(slices, lowest, options.Jobs);

        // The best joins first, ties by position: then the result does not depend on the order in which pairs were found.
        pairs.Sort((x, y) => (y.Score, x.A, x.B).CompareTo((x.Score, y.A, y.B)));
        var sets = new DisjointSets(slices.Count);
        var best = new double[slices.Count];
        var joins = new List<RowJoin>();
        foreach (var pair in pairs)
        {
            var needed = AreAdjacent(places[pair.A], places[pair.B]) ? lowest : options.Threshold;
            if (!CanBeOneScan(slices[pair.A], slices[pair.B]) && !pair.IsExact)
                continue;
            if (pair.Score >= needed && sets.Join(pair.A, pair.B))
                joins.Add(new RowJoin(pair.A, pair.B, pair.IsExact ? MatchKind.Exact : MatchKind.Neighbour, pair.Score, Evidence(pair, needed, slices[pair.A])));
            best[pair.A] = Math.Max(best[pair.A], pair.Score);
            best[pair.B] = Math.Max(best[pair.B], pair.Score);
        }

        return new RowGroups(RowGroups.Names(sets, slices.Count), joins, GroupSource.Pixels, [.. best.Select(score => Confidence(score, options.Threshold))]);
    }

    private static bool AreAdjacent((string Stem, long Index) a, (string Stem, long Index) b) => a.Stem == b.Stem && Math.Abs(a.Index - b.Index) == 1;

    private static bool CanBeOneScan(SliceDescriptor a, SliceDescriptor b) => a.Shape == b.Shape && a.PaddingHu == b.PaddingHu;

    private static double Confidence(double best, double threshold) =>
        best >= threshold ? 0.5 + (0.5 * (best - threshold) / (1 - threshold)) : 1 - (0.5 * best / threshold);

    private static string Evidence(SlicePair pair, double needed, SliceDescriptor slice)
    {
        var likeness = pair.IsExact
            ? "equal pixel by pixel"
            : string.Create(CultureInfo.InvariantCulture, $"body and table in the same place, correlation {pair.Score:0.000} where {needed:0.00} is enough");
        return slice.PaddingHu is { } padding ? string.Create(CultureInfo.InvariantCulture, $"{likeness}, padding {padding} in both") : likeness;
    }
}
