using LungSeg.Core.Datasets;
using LungSeg.Core.Grouping;

namespace LungSeg.Core.Splitting;

/// <summary>Groups that hold copies of each other's slices become one: a split must not part them either.</summary>
public static class LinkedGroups
{
    /// <summary>Joins the groups that <paramref name="pairs"/> link.</summary>
    /// <param name="rows">The rows that were grouped.</param>
    /// <param name="groups">Their groups.</param>
    /// <param name="pairs">Pairs of these rows; pairs of other rows are let be.</param>
    public static RowGroups Join(IReadOnlyList<DatasetRow> rows, RowGroups groups, IReadOnlyList<LeakagePair> pairs)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(groups);
        ArgumentNullException.ThrowIfNull(pairs);
        var groupOf = rows.Select((row, i) => (row.Name, Group: groups.GroupOf[i])).ToDictionary(pair => pair.Name, pair => pair.Group, StringComparer.Ordinal);
        var leader = new Dictionary<string, string>(StringComparer.Ordinal);
        var joined = false;
        foreach (var pair in pairs)
        {
            if (!groupOf.TryGetValue(pair.A.Name, out var a) || !groupOf.TryGetValue(pair.B.Name, out var b))
                continue;
            (a, b) = (Leader(a), Leader(b));
            if (a == b)
                continue;
            leader[b] = a;
            joined = true;
        }

        return joined ? RowGroups.FromIds(rows, [.. groups.GroupOf.Select(Leader)]) : groups;

        string Leader(string group)
        {
            while (leader.TryGetValue(group, out var next))
                group = next;
            return group;
        }
    }
}
