namespace LungSeg.Core.Reporting;

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
