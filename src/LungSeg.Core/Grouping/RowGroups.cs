using System.Globalization;
using LungSeg.Core.Datasets;

namespace LungSeg.Core.Grouping;

/// <summary>Which rows belong together: slices of one scan or patient.</summary>
public sealed class RowGroups
{
    private readonly double[]? _confidence;

    internal RowGroups(string[] groupOf, IReadOnlyList<RowJoin> joins, GroupSource source, double[]? confidence)
    {
        GroupOf = groupOf;
        Joins = joins;
        Source = source;
        _confidence = confidence;
        Count = groupOf.Distinct(StringComparer.Ordinal).Count();
    }

    /// <summary>Group id of each row, in the order of the rows: <c>g0001</c> and so on by first row.</summary>
    public IReadOnlyList<string> GroupOf { get; }

    /// <summary>Number of groups.</summary>
    public int Count { get; }

    /// <summary>Where the groups come from.</summary>
    public GroupSource Source { get; }

    /// <summary>The joins that pixels made: one fewer than rows in each group, less the joins of equal ids or given groups.</summary>
    public IReadOnlyList<RowJoin> Joins { get; }

    /// <summary>Number of rows with an id, or with a given group where others have none. The others go by their pixels.</summary>
    public int RowsById { get; internal init; }

    /// <summary>Content key of each row that has one; empty where pixels were not read.</summary>
    public IReadOnlyList<string?> KeyOf { get; internal init; } = [];

    /// <summary>Positions of the rows of <see cref="GroupingOptions.IsLink"/> whose slice is missing or could not be read.</summary>
    public IReadOnlyList<int> Unread { get; internal set; } = [];

    /// <summary>Columns of ids that are not used, or not for all rows.</summary>
    public IReadOnlyList<UnusableColumn> UnusableColumns { get; internal init; } = [];

    /// <summary>Joins of rows under two ids, which their pixels prove; positions are those of the list that was grouped.</summary>
    public IReadOnlyList<IdConflict> Conflicts { get; internal init; } = [];

    /// <summary>Groups rows by ids; a row with an empty id is a group of its own.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="ids">Their ids, in the same order; equal ids are one group.</param>
    /// <exception cref="ArgumentException">There are not as many ids as rows.</exception>
    public static RowGroups FromIds(IReadOnlyList<DatasetRow> rows, IReadOnlyList<string> ids) => FromIds(rows, ids, GroupSource.Given);

    /// <summary>
    /// Confidence that a row is in the right group, 0 to 1: 0.5 where the likeness to its nearest row equals the threshold, 1 for given
    /// ids.
    /// </summary>
    /// <param name="row">Position of the row in the list that was grouped.</param>
    /// <exception cref="ArgumentOutOfRangeException">The row does not exist.</exception>
    public double Confidence(int row)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, GroupOf.Count);
        return _confidence is null ? 1 : _confidence[row];
    }

    internal static RowGroups FromIds(IReadOnlyList<DatasetRow> rows, IReadOnlyList<string> ids, GroupSource source)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(ids);
        if (ids.Count != rows.Count)
        {
            throw new ArgumentException($"{ids.Count} ids for {rows.Count} rows", nameof(ids));
        }
        var sets = new DisjointSets(rows.Count);
        var first = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < ids.Count; i++)
        {
            if (ids[i].Length > 0 && !first.TryAdd(ids[i], i))
            {
                sets.Join(first[ids[i]], i);
            }
        }

        return new RowGroups(Names(sets, rows.Count), [], source, null);
    }

    /// <summary>Name of the set of each member: <c>g0001</c> and so on, numbered by first member.</summary>
    internal static string[] Names(DisjointSets sets, int count)
    {
        var names = new string[count];
        var groups = 0;
        for (var i = 0; i < count; i++)
        {
            var first = sets.Find(i);
            names[i] = first == i ? string.Create(CultureInfo.InvariantCulture, $"g{++groups:0000}") : names[first];
        }

        return names;
    }
}

/// <summary>Where groups come from.</summary>
public enum GroupSource
{
    /// <summary>Found from the pixels.</summary>
    Pixels,

    /// <summary>Patient or series ids in the table; rows without one are grouped from the pixels.</summary>
    Ids,

    /// <summary>Given by the user.</summary>
    Given,
}

/// <summary>Why two rows are in one group.</summary>
/// <param name="A">Position of the first row in the list that was grouped.</param>
/// <param name="B">Position of the second row, greater than <paramref name="A"/>.</param>
/// <param name="Kind">How the two are alike.</param>
/// <param name="Score">Likeness, 0 to 1.</param>
/// <param name="Evidence">The reason in words.</param>
public sealed record RowJoin(int A, int B, MatchKind Kind, double Score, string Evidence);

/// <summary>Near-identical slices under two ids.</summary>
/// <param name="A">Position of the first row in the list that was grouped.</param>
/// <param name="B">Position of the second row.</param>
/// <param name="IdA">Id of the first row, in words: <c>patient_id 7</c>.</param>
/// <param name="IdB">Id of the second row.</param>
/// <param name="Score">Likeness, 0 to 1.</param>
public sealed record IdConflict(int A, int B, string IdA, string IdB, double Score);

/// <summary>How two slices are alike.</summary>
public enum MatchKind
{
    /// <summary>Equal pixel by pixel.</summary>
    Exact,

    /// <summary>The same slice, moved by a few pixels, mirrored, or with changed values.</summary>
    Shifted,

    /// <summary>Another slice of the same scan, close by.</summary>
    Neighbour,
}
