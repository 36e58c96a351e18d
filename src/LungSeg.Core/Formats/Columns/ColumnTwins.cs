using System.Globalization;

namespace LungSeg.Core.Formats.Columns;

/// <summary>Columns that have one name in the file are called <c>name#1</c>, <c>name#2</c> and so on, in their order.</summary>
internal static class ColumnTwins
{
    /// <summary>
    /// Columns of which some got new names: one that had such a name before is called <c>name#1</c>, since it is no longer the one meant.
    /// </summary>
    public static IReadOnlyList<TableColumn> WithoutTaken(IReadOnlyList<TableColumn> columns)
    {
        var renamed = columns.OfType<AliasColumn>().Select(column => column.Name).ToHashSet();
        return
        [
            .. columns.Select(column =>
                column is not AliasColumn && renamed.Contains(column.Name) ? new AliasColumn(column.Name + "#1", column) : column
            ),
        ];
    }

    public static IReadOnlyList<TableColumn> Number(IReadOnlyList<TableColumn> columns)
    {
        if (columns.Select(column => column.Name).ToHashSet(StringComparer.Ordinal).Count == columns.Count)
        {
            return columns;
        }
        var counts = columns.CountBy(column => column.Name).Where(pair => pair.Value > 1).ToDictionary();
        var seen = new Dictionary<string, int>();
        return
        [
            .. columns.Select(column =>
                counts.ContainsKey(column.Name)
                    ? new AliasColumn(
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"{column.Name}#{seen[column.Name] = seen.GetValueOrDefault(column.Name) + 1}"
                        ),
                        column
                    )
                    : column
            ),
        ];
    }
}
