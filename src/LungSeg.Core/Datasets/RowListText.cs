using LungSeg.Core.Bytes;

namespace LungSeg.Core.Datasets;

/// <summary>Formats a list of rows for messages: the number of rows, and the names of the first rows.</summary>
public static class RowListText
{
    private const int MaxNamed = 8;

    /// <summary>For example <c>3 rows (train:4, train:9, train:12)</c>.</summary>
    public static string Format(IReadOnlyList<DatasetRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return $"{rows.Count} {(rows.Count == 1 ? "row" : "rows")} ({ShortList.Join(rows, MaxNamed, row => row.Name)})";
    }
}
