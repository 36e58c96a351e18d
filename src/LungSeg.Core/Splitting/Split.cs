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

    /// <summary>Whether rows that are not listed are test rows, as in <c>splits_final.json</c>.</summary>
    public bool RestIsTest { get; init; }

    /// <summary>Whether rows are in folds.</summary>
    public bool HasFolds => Assignments.Any(row => row.Fold is not null);
}
