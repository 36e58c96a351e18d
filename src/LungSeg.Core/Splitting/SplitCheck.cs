using LungSeg.Core.Bytes;

namespace LungSeg.Core.Splitting;

/// <summary>
/// Checks a split: every row is in each repeat once, no group is divided, and no class is missing that a part could have.
/// </summary>
public static class SplitCheck
{
    private const int MaxNamed = 8;

    /// <summary>Checks a split against all rows of the data set and their groups.</summary>
    public static IReadOnlyList<SplitFinding> Run(Split split, IReadOnlyList<SplitRow> rows)
    {
        ArgumentNullException.ThrowIfNull(split);
        ArgumentNullException.ThrowIfNull(rows);
        var known = rows.ToDictionary(row => row.Name, StringComparer.Ordinal);
        split = split.For([.. known.Keys]);
        var findings = new List<SplitFinding>();
        if (split.Repeats.Count == 0)
        {
            findings.Add(Finding("row_missing", 0, "the split lists no rows", [.. known.Keys]));
        }
        foreach (var listed in split.Repeats)
        {
            var repeat = listed[0].Repeat;
            findings.AddRange(CheckRows(listed, known));
            var assigned = listed.Where(row => known.ContainsKey(row.Row)).ToArray();
            findings.AddRange(CheckGroups(assigned, known, repeat));
            findings.AddRange(CheckKeys(assigned, known, repeat));
            findings.AddRange(CheckLabels(assigned, known, repeat));
            findings.AddRange(CheckClasses(assigned, known, repeat));
        }

        return findings;
    }

    /// <summary>The rows of the split that the data set has, with its groups and labels.</summary>
    public static Split Known(Split split, IReadOnlyList<SplitRow> rows)
    {
        ArgumentNullException.ThrowIfNull(split);
        ArgumentNullException.ThrowIfNull(rows);
        var known = rows.ToDictionary(row => row.Name, StringComparer.Ordinal);
        return new Split([
            .. split
                .For([.. known.Keys])
                .Assignments.Where(row => known.ContainsKey(row.Row))
                .Select(row => row with { Group = known[row.Row].Group, Label = known[row.Row].Label }),
        ]);
    }

    private static IEnumerable<SplitFinding> CheckRows(IReadOnlyList<SplitAssignment> listed, Dictionary<string, SplitRow> known)
    {
        var repeat = listed[0].Repeat;
        var times = listed.CountBy(row => row.Row).ToDictionary(StringComparer.Ordinal);
        string[] missing = [.. known.Keys.Where(name => !times.ContainsKey(name))];
        string[] unknown = [.. times.Keys.Where(name => !known.ContainsKey(name))];
        string[] twice = [.. times.Where(row => row.Value > 1).Select(row => row.Key)];
        if (missing.Length > 0)
        {
            yield return Finding(
                "row_missing",
                repeat,
                $"{Quantity.Of(missing.Length, "row")} of the inputs {Are(missing)} in no part",
                missing
            );
        }
        if (unknown.Length > 0)
        {
            yield return Finding(
                "row_unknown",
                repeat,
                $"{Quantity.Of(unknown.Length, "row")} of the split {Are(unknown)} in no input",
                unknown
            );
        }
        if (twice.Length > 0)
        {
            yield return Finding("row_twice", repeat, $"{Quantity.Of(twice.Length, "row")} {Are(twice)} listed more than once", twice);
        }
    }

    private static IEnumerable<SplitFinding> CheckGroups(SplitAssignment[] assigned, Dictionary<string, SplitRow> known, int repeat)
    {
        foreach (var group in assigned.Where(row => row.Part != SplitAssignment.Dropped).GroupBy(row => known[row.Row].Group))
        {
            var bins = group.Select(SplitSummary.BinName).Distinct().Order(StringComparer.Ordinal).ToArray();
            if (bins.Length > 1)
            {
                yield return Finding(
                    "group_divided",
                    repeat,
                    $"group {group.Key} is in {string.Join(" and ", bins)}",
                    [.. group.Select(row => row.Row)]
                );
            }
        }
    }

    private static IEnumerable<SplitFinding> CheckKeys(SplitAssignment[] assigned, Dictionary<string, SplitRow> known, int repeat)
    {
        string[] different = [.. assigned.Where(row => row.Key is { } key && IsOtherContent(known[row.Row], key)).Select(row => row.Row)];
        if (different.Length > 0)
        {
            yield return Finding(
                "key_differs",
                repeat,
                $"{Quantity.Of(different.Length, "row")} {(different.Length == 1 ? "has" : "have")} another content in the inputs",
                different
            );
        }
    }

    private static bool IsOtherContent(SplitRow row, string key) =>
        (row.Key ?? row.ManifestKey) is not null && key != row.Key && key != row.ManifestKey;

    private static IEnumerable<SplitFinding> CheckLabels(SplitAssignment[] assigned, Dictionary<string, SplitRow> known, int repeat)
    {
        string[] different = [.. assigned.Where(row => row.Label is { } label && label != known[row.Row].Label).Select(row => row.Row)];
        if (different.Length > 0)
        {
            yield return Finding(
                "label_differs",
                repeat,
                $"{Quantity.Of(different.Length, "row")} {(different.Length == 1 ? "has" : "have")} another label in the inputs",
                different
            );
        }
    }

    private static IEnumerable<SplitFinding> CheckClasses(SplitAssignment[] assigned, Dictionary<string, SplitRow> known, int repeat)
    {
        var balanced = SplitSummary.Balanced(assigned);
        var rows = balanced.Select(row => known[row.Row]).ToArray();
        var bins = balanced.Select(SplitSummary.BinName).ToArray();
        var names = bins.Distinct().Order(StringComparer.Ordinal).ToArray();
        var there = rows.Zip(bins, (row, bin) => (bin, row.Class)).ToHashSet();
        var groupsWith = rows.GroupBy(row => row.Class)
            .OrderBy(of => of.Key, StringComparer.Ordinal)
            .Select(of => (Class: of.Key, Groups: of.Select(row => row.Group).Distinct().Count()))
            .ToArray();
        foreach (var bin in names)
        {
            foreach (var (missing, groups) in groupsWith.Where(of => of.Groups >= names.Length && !there.Contains((bin, of.Class))))
            {
                if (CanGet(bin, missing, rows, bins))
                {
                    yield return Finding(
                        "class_missing",
                        repeat,
                        $"{bin} has no row of class {missing}, though {groups} groups have one",
                        []
                    );
                }
            }
        }
    }

    /// <summary>
    /// Whether the bin could get the class: another bin has a group of that class to swap for a group with as many rows, neither bin loses
    /// a class, and the balance does not get worse. (Small bins cannot hold every class.)
    /// </summary>
    private static bool CanGet(string bin, string missing, SplitRow[] rows, string[] bins)
    {
        // Of the groups of a bin with equal counts of classes, only one is tried.
        var groups = rows.Zip(bins)
            .GroupBy(row => (Bin: row.Second, row.First.Group), row => row.First)
            .DistinctBy(group => (group.Key.Bin, string.Join('\n', group.Select(row => row.Class).Order(StringComparer.Ordinal))))
            .ToArray();
        string[] classes = [.. rows.Select(row => row.Class)];
        var before = ShareDeviation.Compute(bins, classes).Mean;
        foreach (var given in groups.Where(group => group.Key.Bin != bin && group.Any(row => row.Class == missing)))
        {
            foreach (var back in groups.Where(group => group.Key.Bin == bin && group.Count() == given.Count()))
            {
                string[] after =
                [
                    .. rows.Select(
                        (row, i) =>
                            (bins[i], row.Group) == given.Key ? bin
                            : (bins[i], row.Group) == back.Key ? given.Key.Bin
                            : bins[i]
                    ),
                ];
                if (
                    Classes(after, bin) > Classes(bins, bin)
                    && Classes(after, given.Key.Bin) >= Classes(bins, given.Key.Bin)
                    && ShareDeviation.Compute(after, classes).Mean <= before
                )
                {
                    return true;
                }
            }
        }

        return false;

        int Classes(string[] of, string name) => classes.Where((_, i) => of[i] == name).Distinct().Count();
    }

    private static SplitFinding Finding(string code, int repeat, string message, string[] rows) =>
        new(code, repeat, rows.Length == 0 ? message : $"{message}: {ShortList.Join(rows, MaxNamed)}", rows);

    private static string Are(string[] rows) => rows.Length == 1 ? "is" : "are";
}

/// <summary>One fault of a split.</summary>
/// <param name="Code">
/// Stable name: <c>row_missing</c>, <c>row_unknown</c>, <c>row_twice</c>, <c>group_divided</c>, <c>key_differs</c>, <c>label_differs</c>,
/// <c>class_missing</c>.
/// </param>
/// <param name="Repeat">Index of the repeat, from 0.</param>
/// <param name="Message">One sentence without a full stop.</param>
/// <param name="Rows">Rows concerned.</param>
public sealed record SplitFinding(string Code, int Repeat, string Message, IReadOnlyList<string> Rows);
