using LungSeg.Core.Datasets;
using LungSeg.Core.Model;

namespace LungSeg.Core.Grouping;

/// <summary>Which rows are the slices before and after a row in its scan.</summary>
/// <remarks>
/// Rows of one series with positions are neighbours in the order of their positions. For rows without, the two most alike slices stand in,
/// where they are alike enough to be of one scan.
/// </remarks>
public static class ScanNeighbours
{
    // Further apart, small pieces of one lung no longer lie over each other.
    private const double MaxGapMm = 10;

    /// <summary>At most two neighbours of each row that has any.</summary>
    /// <param name="rows">The rows; those without a slice in hu_array_old have no neighbours and are none.</param>
    /// <param name="jobs">Threads.</param>
    /// <exception cref="Bytes.DatasetFormatException">A row cannot be read.</exception>
    public static IReadOnlyDictionary<DatasetRow, List<DatasetRow>> Find(IEnumerable<DatasetRow> rows, int jobs)
    {
        DatasetRow[] slices = [.. rows.Where(row => SliceShape.IsSlice(row.FoundHuOld))];
        var neighbours = new Dictionary<DatasetRow, List<DatasetRow>>();
        var placed = slices.Where(HasPlace).ToArray();
        foreach (var series in placed.GroupBy(row => (row.Input, row.GetText(DatasetColumns.SeriesUid))))
        {
            var ordered = series.OrderBy(row => row.GetNumber(DatasetColumns.PositionMm)).ThenBy(row => row.Index).ToArray();
            for (var i = 1; i < ordered.Length; i++)
            {
                if (Gap(ordered[i - 1], ordered[i]) is > 0 and <= MaxGapMm)
                {
                    Join(neighbours, ordered[i - 1], ordered[i]);
                }
            }
        }

        var others = slices.Where(row => !HasPlace(row)).ToArray();
        if (others.Length > 1)
        {
            foreach (var pair in LeakageSearch.FindNeighbours(others, jobs))
            {
                Join(neighbours, pair.A, pair.B);
            }
        }

        return neighbours;
    }

    private static bool HasPlace(DatasetRow row) =>
        row.GetText(DatasetColumns.SeriesUid) is not null && row.GetNumber(DatasetColumns.PositionMm) is not null;

    private static double Gap(DatasetRow a, DatasetRow b) =>
        b.GetNumber(DatasetColumns.PositionMm)!.Value - a.GetNumber(DatasetColumns.PositionMm)!.Value;

    // Pairs come best first, so each row keeps its two nearest.
    private static void Join(Dictionary<DatasetRow, List<DatasetRow>> neighbours, DatasetRow a, DatasetRow b)
    {
        Add(neighbours, a, b);
        Add(neighbours, b, a);
    }

    private static void Add(Dictionary<DatasetRow, List<DatasetRow>> neighbours, DatasetRow row, DatasetRow neighbour)
    {
        if (!neighbours.TryGetValue(row, out var known))
        {
            neighbours.Add(row, known = []);
        }

        if (known.Count < 2)
        {
            known.Add(neighbour);
        }
    }
}
