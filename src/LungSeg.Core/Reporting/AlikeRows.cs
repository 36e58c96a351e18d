namespace LungSeg.Core.Reporting;

/// <summary>Which rows show one scan, so that not all pictures are of the same patient.</summary>
internal sealed class AlikeRows(IEnumerable<(string A, string B)> pairs)
{
    private readonly HashSet<(string, string)> _pairs = [.. pairs.SelectMany(pair => new[] { pair, (pair.B, pair.A) })];

    /// <summary>The first items of which no two show one scan, filled up with the first of the others; in their order.</summary>
    /// <param name="ranked">Items, the best first.</param>
    /// <param name="rowsOf">Rows that an item shows.</param>
    /// <param name="most">How many to take.</param>
    public IReadOnlyList<T> Take<T>(IReadOnlyList<T> ranked, Func<T, IReadOnlyList<string>> rowsOf, int most)
    {
        var taken = new SortedSet<int>();
        var shown = new List<string>();
        for (var i = 0; i < ranked.Count && taken.Count < most; i++)
        {
            var rows = rowsOf(ranked[i]);
            if (rows.Any(row => shown.Exists(other => other == row || _pairs.Contains((row, other)))))
            {
                continue;
            }
            taken.Add(i);
            shown.AddRange(rows);
        }

        for (var i = 0; i < ranked.Count && taken.Count < most; i++)
        {
            taken.Add(i);
        }
        return [.. taken.Select(i => ranked[i])];
    }
}
