using LungSeg.Core.Model;

namespace LungSeg.Core.Statistics;

/// <summary>Groups rows by class or by group, and orders them.</summary>
public static class GroupedRows
{
    /// <summary>Class of rows whose label is not a Lung-RADS class, or whose input has no labels.</summary>
    public const string Unknown = "unknown";

    /// <summary>Class of rows whose label is missing.</summary>
    public const string Missing = "missing";

    /// <summary>Group of rows that have none.</summary>
    public const string Ungrouped = "ungrouped";

    /// <summary>The class or the group of a row.</summary>
    public static string GetKey(RowStatistics row, bool byGroup)
    {
        ArgumentNullException.ThrowIfNull(row);
        return byGroup ? row.Group ?? Ungrouped : row.Class;
    }

    /// <summary>Rows by class in the order of suspicion, unknown last; or by group in the order of their first rows.</summary>
    internal static IEnumerable<IGrouping<string, RowStatistics>> Split(IReadOnlyList<RowStatistics> rows, bool byGroup)
    {
        var groups = rows.GroupBy(row => GetKey(row, byGroup));
        return byGroup ? groups : groups.OrderBy(group => Rank(group.Key));
    }

    private static int Rank(string name)
    {
        for (var i = 0; i < LungRads.Classes.Count; i++)
        {
            if (LungRads.Classes[i] == name)
            {
                return i;
            }
        }

        return LungRads.Classes.Count + (name == Missing ? 1 : 0);
    }
}
