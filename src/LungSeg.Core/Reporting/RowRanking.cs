using LungSeg.Core.Model;
using LungSeg.Core.Statistics;
using LungSeg.Core.Validation;

namespace LungSeg.Core.Reporting;

/// <summary>Ranks rows by what is wrong with them.</summary>
/// <param name="findings">The findings.</param>
internal sealed class RowRanking(IReadOnlyList<Finding> findings)
{
    private readonly ILookup<string, Finding> _of = findings
        .Where(finding => finding.Row is not null)
        .OrderByDescending(finding => finding.Severity)
        .ToLookup(finding => finding.Row!);

    /// <summary>The findings that name a row, in descending order of severity.</summary>
    public IEnumerable<Finding> Find(string row) => _of[row];

    /// <summary>Whether a finding is about the row itself, and not about another that is like it.</summary>
    public static bool IsOwn(Finding finding) => finding is { Row: not null, Key: null };

    /// <summary>
    /// Rows with errors, then rows that lose a part of the lesion, in descending order of the loss; then rows whose hu_array is not
    /// <c>ok</c>, then rows with warnings.
    /// </summary>
    public IReadOnlyList<RowStatistics> Worst(IReadOnlyList<RowStatistics> rows) =>
        [
            .. rows.Where(row => row.LesionKept < 1 || IsUnsound(row) || CountOwn(row, Severity.Warning) > 0)
                .OrderByDescending(row => CountOwn(row, Severity.Error))
                .ThenBy(row => row.LesionKept ?? 1)
                .ThenByDescending(row => row.LesionKept < 1 ? row.LesionPx : 0)
                .ThenByDescending(IsUnsound)
                .ThenByDescending(row => CountOwn(row, Severity.Warning)),
        ];

    /// <summary>Rows without a finding of their own whose hu_array keeps the whole lesion, the largest lesions first.</summary>
    public IReadOnlyList<RowStatistics> Best(IReadOnlyList<RowStatistics> rows) =>
        [
            .. rows.Where(row => row.LesionKept == 1 && !IsUnsound(row) && CountOwn(row, Severity.Note) == 0)
                .OrderByDescending(row => row.LesionPx),
        ];

    private static bool IsUnsound(RowStatistics row) => row.Stored is { } stored && stored != StoredArea.Ok;

    private int CountOwn(RowStatistics row, Severity from) => _of[row.Row].Count(finding => IsOwn(finding) && finding.Severity >= from);
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
