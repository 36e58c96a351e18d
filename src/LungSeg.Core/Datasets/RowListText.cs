using LungSeg.Core.Bytes;

namespace LungSeg.Core.Datasets;

/// <summary>Formats a list of rows for messages: the number of rows, and the names of the first rows.</summary>
public static class RowListText
{
    private const int MaxNamed = 8;

    /// <summary>The rows that a test finds, as <see cref="Format"/> lists them, without keeping them; null where it finds none.</summary>
    internal static string? Find(IEnumerable<DatasetRow> rows, Func<DatasetRow, bool> isFound)
    {
        var (first, count) = (new List<DatasetRow>(), 0);
        foreach (var row in rows.Where(isFound))
        {
            count++;
            if (count <= MaxNamed)
            {
                first.Add(row);
            }
        }

        return count == 0 ? null : Name(first, count);
    }

    /// <summary>For example <c>3 rows (train:4, train:9, train:12)</c>.</summary>
    public static string Format(IReadOnlyList<DatasetRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return Name(rows, rows.Count);
    }

    private static string Name(IReadOnlyList<DatasetRow> first, int count)
    {
        var names = string.Join(", ", first.Take(MaxNamed).Select(row => row.Name));
        return $"{Quantity.Of(count, "row")} ({names}{(count > MaxNamed ? ", ..." : string.Empty)})";
    }
}
