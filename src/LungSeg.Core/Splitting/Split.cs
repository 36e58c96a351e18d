using LungSeg.Core.Datasets;

namespace LungSeg.Core.Splitting;

/// <summary>Rows divided into parts or folds, once or several times.</summary>
public sealed class Split
{
    /// <summary>A split of these assignments, repeats one after another.</summary>
    public Split(IReadOnlyList<SplitAssignment> assignments)
    {
        ArgumentNullException.ThrowIfNull(assignments);
        Assignments = assignments;
        Repeats = [.. assignments.GroupBy(row => row.Repeat).OrderBy(repeat => repeat.Key).Select(repeat => repeat.ToArray())];
    }

    /// <summary>Where each row went.</summary>
    public IReadOnlyList<SplitAssignment> Assignments { get; }

    /// <summary>The same, one list for each repeat.</summary>
    public IReadOnlyList<IReadOnlyList<SplitAssignment>> Repeats { get; }

    /// <summary>Whether rows go by their case names and those that are not listed are test rows, as in <c>splits_final.json</c>.</summary>
    public bool ListsCases { get; init; }

    /// <summary>Whether rows are in folds.</summary>
    public bool HasFolds => Assignments.Any(row => row.Fold is not null);

    /// <summary>The same split with the case name of each row in place of its name.</summary>
    internal Split ByCases()
    {
        var names = CaseNames.FromRows(Assignments.Select(row => row.Row));
        return new Split([.. Assignments.Select(row => row with { Row = names.Get(row.Row) })]);
    }

    /// <summary>
    /// The same split in terms of rows of a data set: where it lists cases, these have the names of their rows, and rows that are in none
    /// are test rows of each repeat.
    /// </summary>
    /// <param name="rows">Names of all rows.</param>
    public Split For(IReadOnlyList<string> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (!ListsCases)
        {
            return this;
        }
        var names = CaseNames.FromRows(rows);
        var rowOf = rows.ToDictionary(names.Get, StringComparer.Ordinal);
        var assignments = new List<SplitAssignment>();
        foreach (var repeat in Repeats)
        {
            var listed = repeat
                .Select(row =>
                    CaseName.Parse(row.Row) is var (stem, index) && rowOf.TryGetValue(CaseName.Format(stem, index), out var name)
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
