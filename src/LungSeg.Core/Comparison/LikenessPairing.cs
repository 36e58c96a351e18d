using LungSeg.Core.Datasets;
using LungSeg.Core.Grouping;

namespace LungSeg.Core.Comparison;

/// <summary>Matches the rows whose slices are not equal, by the likeness of the slices.</summary>
internal static class LikenessPairing
{
    /// <summary>
    /// Pairs of copies, best score first; a neighbour in the scan is another slice, but where label and lesion are equal. Every row is in
    /// one pair at most.
    /// </summary>
    /// <param name="a">Rows of the first version that have no pair yet.</param>
    /// <param name="b">Rows of the second version that have no pair yet.</param>
    /// <param name="options">Options of the comparison.</param>
    public static Dictionary<RowPair, double> Find(IReadOnlyList<UnmatchedRow> a, IReadOnlyList<UnmatchedRow> b, DiffOptions options)
    {
        a = [.. a.Where(row => SliceShape.IsSlice(row.Row.HuOld))];
        b = [.. b.Where(row => SliceShape.IsSlice(row.Row.HuOld))];
        if (a.Count == 0 || b.Count == 0)
        {
            return [];
        }

        // The search mirrors and moves slices of its second side. The sides are called by what they hold, so that the scores are the same
        // where the versions are swapped.
        return Sum(a) <= Sum(b)
            ? Pair(a, b, options)
            : Pair(b, a, options).ToDictionary(pair => new RowPair(pair.Key.B, pair.Key.A), pair => pair.Value);
    }

    private static Dictionary<RowPair, double> Pair(IReadOnlyList<UnmatchedRow> a, IReadOnlyList<UnmatchedRow> b, DiffOptions options)
    {
        var report = LeakageSearch.Find(
            [.. a.Select(row => row.Row)],
            [.. b.Select(row => row.Row)],
            new LeakageOptions { Jobs = options.Jobs }
        );
        var (inA, inB) = (a.ToDictionary(row => row.Row), b.ToDictionary(row => row.Row));
        var found = report
            .Pairs.Select(pair => (A: inA[pair.A], B: inB[pair.B], pair.Kind, pair.Score))
            .Where(pair => pair.Kind != MatchKind.Neighbour || IsSameLesion(pair.A.Content, pair.B.Content))
            .OrderByDescending(pair => pair.Score)
            .ThenBy(pair => pair.A.Position + pair.B.Position);
        var (takenA, takenB) = (new HashSet<int>(), new HashSet<int>());
        var pairs = new Dictionary<RowPair, double>();
        foreach (var (inFirst, inSecond, _, score) in found)
        {
            if (!takenA.Contains(inFirst.Position) && !takenB.Contains(inSecond.Position))
            {
                takenA.Add(inFirst.Position);
                takenB.Add(inSecond.Position);
                pairs.Add(new RowPair(inFirst.Position, inSecond.Position), score);
            }
        }
        return pairs;
    }

    private static bool IsSameLesion(RowContent a, RowContent b) =>
        a.HasLesion && a.Lesion == b.Lesion && a.Label is not null && a.Label == b.Label;

    private static ulong Sum(IEnumerable<UnmatchedRow> rows) => rows.Aggregate(0UL, (sum, row) => unchecked(sum + row.Content.Fingerprint));
}

/// <summary>A row of one version that has no equal slice in the other.</summary>
/// <param name="Position">Its position among the rows of the version.</param>
/// <param name="Row">The row.</param>
/// <param name="Content">What is compared of it.</param>
internal sealed record UnmatchedRow(int Position, DatasetRow Row, RowContent Content);
