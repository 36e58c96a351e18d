using LungSeg.Core.Datasets;

namespace LungSeg.Core.Splitting;

/// <summary>Rows divided into parts or folds, in one or several repeats.</summary>
public sealed class Split
{
    /// <summary>A split with these assignments, ordered by repeat.</summary>
    public Split(IReadOnlyList<SplitAssignment> assignments)
    {
        ArgumentNullException.ThrowIfNull(assignments);
        Assignments = assignments;
        Repeats = [.. assignments.GroupBy(row => row.Repeat).OrderBy(repeat => repeat.Key).Select(repeat => repeat.ToArray())];
    }

    /// <summary>Part and fold of each row, of all repeats.</summary>
    public IReadOnlyList<SplitAssignment> Assignments { get; }

    /// <summary><see cref="Assignments"/>, one list for each repeat.</summary>
    public IReadOnlyList<IReadOnlyList<SplitAssignment>> Repeats { get; }

    /// <summary>Whether rows are listed by their file names and unlisted rows are test rows, as in <c>splits_final.json</c>.</summary>
    public bool ListsFileNames { get; init; }

    /// <summary>Whether rows are in folds.</summary>
    public bool HasFolds => Assignments.Any(row => row.Fold is not null);

    /// <summary>Names of the rows that stand in no part of any repeat and were not dropped because they leak.</summary>
    public IReadOnlySet<string> ListLeftOut()
    {
        bool IsLeftOut(SplitAssignment row) => row is { Part: SplitAssignment.Dropped, Reason: not SplitAssignment.Leaked };
        var others = Assignments.Where(row => !IsLeftOut(row)).Select(row => row.Row).ToHashSet(StringComparer.Ordinal);
        return Assignments.Select(row => row.Row).Where(row => !others.Contains(row)).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>This split with rows that are in no part, in each repeat; groups and keys of these are not known.</summary>
    /// <param name="dropped">The rows: name, label and why they are left out.</param>
    /// <param name="rows">Names of all rows, in their order.</param>
    public Split WithDropped(IEnumerable<(string Row, string? Label, string Reason)> dropped, IEnumerable<string> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var left = dropped.ToArray();
        if (left.Length == 0)
        {
            return this;
        }
        var places = rows.Select((row, place) => (row, place)).ToDictionary(pair => pair.row, pair => pair.place, StringComparer.Ordinal);
        return new Split([
            .. Repeats.SelectMany(
                (repeat, i) =>
                    repeat
                        .Concat(
                            left.Select(row => new SplitAssignment(row.Row, SplitAssignment.Dropped, null, null, row.Label, i)
                            {
                                Reason = row.Reason,
                            })
                        )
                        .OrderBy(row => places[row.Row])
            ),
        ]);
    }

    /// <summary>The same split with the file name of each row in place of its row name.</summary>
    internal Split WithFileNames()
    {
        var names = RowFileNames.FromRows(Assignments.Select(row => row.Row));
        return new Split([.. Assignments.Select(row => row with { Row = names.Get(row.Row) })]);
    }

    /// <summary>
    /// This split with the row names of a data set. Where it lists file names, these become row names, and unlisted rows become test rows
    /// of each repeat.
    /// </summary>
    /// <param name="rows">Names of all rows.</param>
    public Split For(IReadOnlyList<string> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (!ListsFileNames)
        {
            return this;
        }
        var names = RowFileNames.FromRows(rows);
        var rowOf = rows.ToDictionary(names.Get, StringComparer.Ordinal);
        var assignments = new List<SplitAssignment>();
        foreach (var repeat in Repeats)
        {
            var listed = repeat
                .Select(row =>
                    RowFileName.Parse(row.Row) is var (stem, index) && rowOf.TryGetValue(RowFileName.Format(stem, index), out var name)
                        ? row with
                        {
                            Row = name,
                        }
                        : row
                )
                .ToArray();
            var named = listed.Select(row => row.Row).ToHashSet(StringComparer.Ordinal);
            assignments.AddRange(listed);
            assignments.AddRange(
                rows.Where(row => !named.Contains(row))
                    .Select(row => new SplitAssignment(row, SplitAssignment.Test, null, null, null, repeat[0].Repeat))
            );
        }

        return new Split(assignments);
    }
}

/// <summary>Part and fold of one row.</summary>
/// <param name="Row">Name, for example <c>lung_cancer_train:17</c>.</param>
/// <param name="Part">Part, for example <c>train</c>; <c>dropped</c> for rows that are left out.</param>
/// <param name="Fold">Fold in which the row validates, from 0; null for rows in no fold.</param>
/// <param name="Group">Group; null where the file does not say.</param>
/// <param name="Label">Label; null where the row has none or the file does not say.</param>
/// <param name="Repeat">Index of the repeat, from 0.</param>
public sealed record SplitAssignment(string Row, string Part, int? Fold, string? Group, string? Label, int Repeat = 0)
{
    /// <summary>Content key of the row; null where it has none, or the file does not say.</summary>
    public string? Key { get; init; }

    /// <summary>Why a row is dropped: <see cref="Leaked"/>, or ids of rules and marks; null for other rows.</summary>
    public string? Reason { get; init; }

    /// <summary><see cref="Reason"/> of rows that share a group with the kept test set.</summary>
    public const string Leaked = "leaked";

    /// <summary>Part of rows that are left out.</summary>
    public const string Dropped = "dropped";

    /// <summary>Part of rows to train on; with folds, the rows that the folds divide.</summary>
    public const string Train = "train";

    /// <summary>Part of rows to validate on, without folds.</summary>
    public const string Validation = "val";

    /// <summary>Part of rows to test on.</summary>
    public const string Test = "test";
}
