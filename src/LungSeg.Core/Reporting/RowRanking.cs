using LungSeg.Core.Model;
using LungSeg.Core.Statistics;

namespace LungSeg.Core.Reporting;

/// <summary>Which rows came out worst and best, by what their stored hu_array keeps.</summary>
internal static class RowRanking
{
    /// <summary>Rows that lose lesion, the most first; then rows whose hu_array is not sound.</summary>
    public static IReadOnlyList<RowStatistics> Worst(IReadOnlyList<RowStatistics> rows) =>
        [
            .. rows.Where(row => row.LesionKept < 1)
                .OrderBy(row => row.LesionKept)
                .ThenByDescending(row => row.LesionPx)
                .Concat(
                    rows.Where(row => !(row.LesionKept < 1) && row.Stored is StoredArea.Raw or StoredArea.BodyKept or StoredArea.LungLost)
                ),
        ];

    /// <summary>Sound rows that keep all of their lesion, the largest lesions first.</summary>
    public static IReadOnlyList<RowStatistics> Best(IReadOnlyList<RowStatistics> rows) =>
        [.. rows.Where(row => row.LesionKept == 1 && row.Stored is StoredArea.Ok or null).OrderByDescending(row => row.LesionPx)];
}

/// <summary>Which rows show one scan, so that not all pictures are of the same patient.</summary>
internal sealed class AlikeRows(IEnumerable<(string A, string B)> pairs)
{
    private readonly HashSet<(string, string)> _pairs = [.. pairs.SelectMany(pair => new[] { pair, (pair.B, pair.A) })];

    /// <summary>The first items of which no two show one scan, filled up with the first of the others; in their order.</summary>
    /// <param name="ranked">Items, the best first.</param>
    /// <param name="rowsOf">Rows that an item shows.</param>
    /// <param name="maxCount">How many to take.</param>
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
