using LungSeg.Core.Model;
using LungSeg.Core.Statistics;

namespace LungSeg.Core.Reporting;

/// <summary>Ranks rows by what their stored hu_array keeps.</summary>
internal static class RowRanking
{
    /// <summary>Rows that lose a part of the lesion, in descending order of the loss; then rows whose hu_array is not <c>ok</c>.</summary>
    public static IReadOnlyList<RowStatistics> Worst(IReadOnlyList<RowStatistics> rows) =>
        [
            .. rows.Where(row => row.LesionKept < 1)
                .OrderBy(row => row.LesionKept)
                .ThenByDescending(row => row.LesionPx)
                .Concat(
                    rows.Where(row =>
                        !(row.LesionKept < 1)
                        && row.Stored is StoredArea.Raw or StoredArea.BodyKept or StoredArea.NotLung or StoredArea.LungLost
                    )
                ),
        ];

    /// <summary>Rows whose hu_array is <c>ok</c> and keeps the whole lesion, the largest lesions first.</summary>
    public static IReadOnlyList<RowStatistics> Best(IReadOnlyList<RowStatistics> rows) =>
        [.. rows.Where(row => row.LesionKept == 1 && row.Stored is StoredArea.Ok or null).OrderByDescending(row => row.LesionPx)];
}

/// <summary>Knows which rows show one scan, so that pictures are of different patients.</summary>
internal sealed class AlikeRows(IEnumerable<(string A, string B)> pairs)
{
    private readonly HashSet<(string, string)> _pairs = [.. pairs.SelectMany(pair => new[] { pair, (pair.B, pair.A) })];

    /// <summary>
    /// Takes the first items of which no two show one scan. Where these are too few, adds the first of the others. Keeps the order.
    /// </summary>
    /// <param name="ranked">Items, the best first.</param>
    /// <param name="rowsOf">Gets the rows that an item shows.</param>
    /// <param name="maxCount">Number of items to take.</param>
    public IReadOnlyList<T> Take<T>(IReadOnlyList<T> ranked, Func<T, IReadOnlyList<string>> rowsOf, int maxCount)
    {
        var chosen = new SortedSet<int>();
        var shown = new List<string>();
        for (var i = 0; i < ranked.Count && chosen.Count < maxCount; i++)
        {
            var rows = rowsOf(ranked[i]);
            if (rows.Any(row => shown.Exists(other => other == row || _pairs.Contains((row, other)))))
            {
                continue;
            }
            chosen.Add(i);
            shown.AddRange(rows);
        }

        for (var i = 0; i < ranked.Count && chosen.Count < maxCount; i++)
        {
            chosen.Add(i);
        }
        return [.. chosen.Select(i => ranked[i])];
    }
}
