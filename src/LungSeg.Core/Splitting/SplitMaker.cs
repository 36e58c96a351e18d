using LungSeg.Core.Bytes;
using LungSeg.Core.Randomness;

namespace LungSeg.Core.Splitting;

/// <summary>Makes a split: first the test set, kept or new, then parts or folds of the other rows.</summary>
public static class SplitMaker
{
    /// <summary>Rows that share a group with a row of the kept test set and are not in that set.</summary>
    public static IReadOnlyList<SplitRow> Leaked(IReadOnlyList<SplitRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var kept = rows.Where(row => row.IsKeptTest).Select(row => row.Group).ToHashSet(StringComparer.Ordinal);
        return [.. rows.Where(row => !row.IsKeptTest && kept.Contains(row.Group))];
    }

    /// <summary>Makes the split. Assignments are ordered by repeat, then as the rows.</summary>
    /// <exception cref="InvalidRequestException">Such a split is impossible; the message says why.</exception>
    public static Split Make(IReadOnlyList<SplitRow> rows, SplitOptions options)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(options);
        var parts = new string?[rows.Count];
        SetAsideTest(rows, options, parts);
        var codes = Codes(rows);
        var free = Free(parts);
        if (options is { Folds: not null, Parts.Count: > 0 })
        {
            var test = options.Parts.Single(part => part.Name == SplitAssignment.Test);
            Assign(
                free,
                Bins(
                    codes,
                    free,
                    SplitPart.Targets([test, new SplitPart(SplitAssignment.Train)], free.Count),
                    options.Seed,
                    RequestParameter.Parts
                ),
                bin => bin == 0 ? SplitAssignment.Test : null,
                parts
            );
            free = Free(parts);
        }

        var assignments = new List<SplitAssignment>(rows.Count * options.Repeats);
        for (var repeat = 0; repeat < options.Repeats; repeat++)
        {
            AddRepeat(repeat);
        }
        return new Split(assignments);

        void AddRepeat(int repeat)
        {
            var asked = options.Folds is null ? RequestParameter.Parts : RequestParameter.Folds;
            var targets = options.Folds is { } count ? [.. Enumerable.Repeat(1.0, count)] : SplitPart.Targets(options.Parts, free.Count);
            var bins = Bins(codes, free, targets, SeededRandom.Mix(options.Seed, (ulong)repeat), asked);
            var named = (string?[])parts.Clone();
            var folds = new int?[rows.Count];
            Assign(free, bins, bin => options.Folds is null ? options.Parts[bin].Name : SplitAssignment.Train, named);
            for (var i = 0; options.Folds is not null && i < free.Count; i++)
            {
                folds[free[i]] = bins[i];
            }
            for (var i = 0; i < rows.Count; i++)
            {
                assignments.Add(
                    new SplitAssignment(rows[i].Name, named[i]!, folds[i], rows[i].Group, rows[i].Label, repeat)
                    {
                        Key = rows[i].Key,
                        Reason = named[i] == SplitAssignment.Dropped ? SplitAssignment.Leaked : null,
                    }
                );
            }
        }
    }

    private static void SetAsideTest(IReadOnlyList<SplitRow> rows, SplitOptions options, string?[] parts)
    {
        var leaked = Leaked(rows).ToHashSet();
        if (leaked.Count > 0 && options.Leaked == LeakedRows.Refuse)
        {
            throw new InvalidRequestException(RequestParameter.LeakedRows, $"{leaked.Count} rows share a group with the kept test set");
        }
        for (var i = 0; i < rows.Count; i++)
        {
            if (rows[i].IsKeptTest)
            {
                parts[i] = SplitAssignment.Test;
            }
            else if (leaked.Contains(rows[i]))
            {
                parts[i] = options.Leaked == LeakedRows.Drop ? SplitAssignment.Dropped : SplitAssignment.Test;
            }
        }
    }

    private static StratifiedRows Codes(IReadOnlyList<SplitRow> rows) =>
        new(
            StratifiedRows.Number([.. rows.Select(row => row.Group)]),
            StratifiedRows.Number([.. rows.Select(row => row.Class)]),
            LesionStrata.Compute([.. rows.Select(row => row.LesionPixels)])
        );

    private static List<int> Free(string?[] parts) => [.. Enumerable.Range(0, parts.Length).Where(row => parts[row] is null)];

    private static int[] Bins(StratifiedRows codes, List<int> free, double[] targets, ulong seed, RequestParameter asked) =>
        GroupedSplit.Assign(codes.Subset(free), targets, seed, asked);

    private static void Assign(List<int> free, int[] bins, Func<int, string?> name, string?[] parts)
    {
        for (var i = 0; i < free.Count; i++)
        {
            parts[free[i]] = name(bins[i]);
        }
    }
}
