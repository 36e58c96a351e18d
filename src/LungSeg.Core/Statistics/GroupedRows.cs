using System.Globalization;
using LungSeg.Core.Model;

namespace LungSeg.Core.Statistics;

/// <summary>Groups rows by class, group or input, and orders the groups.</summary>
public static class GroupedRows
{
    /// <summary>Group of rows that have none.</summary>
    public const string Ungrouped = "ungrouped";

    /// <summary>The class, the group or the input's stem of a row.</summary>
    public static string GetKey(RowStatistics row, RowGrouping grouping)
    {
        ArgumentNullException.ThrowIfNull(row);
        return grouping switch
        {
            RowGrouping.Label => row.Class,
            RowGrouping.Input => row.Stem,
            _ => row.Group ?? Ungrouped,
        };
    }

    /// <summary>
    /// Rows by class in the order of suspicion, unknown and missing last; or by group or input in the order of their first
    /// rows.
    /// </summary>
    internal static IEnumerable<IGrouping<string, RowStatistics>> Split(IEnumerable<RowStatistics> rows, RowGrouping grouping)
    {
        var groups = rows.GroupBy(row => GetKey(row, grouping));
        return grouping switch
        {
            RowGrouping.Label => groups.OrderBy(group => LungRads.GetRank(group.Key)),
            RowGrouping.Malignancy => groups.OrderBy(group => GetNumber(group.Key)),
            _ => groups,
        };
    }

    private static double GetNumber(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : double.PositiveInfinity;
}
