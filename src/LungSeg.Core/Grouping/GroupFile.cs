using LungSeg.Core.Bytes;
using LungSeg.Core.Datasets;

namespace LungSeg.Core.Grouping;

/// <summary>Reads groups that a user gives: a CSV with the columns <c>row</c> and <c>group</c>; other columns are let be.</summary>
public static class GroupFile
{
    /// <summary>Reads the groups of <paramref name="rows"/>; rows that the file does not name are groups of their own.</summary>
    /// <param name="path">The file; rows by name, such as <c>lung_cancer_train:17</c>.</param>
    /// <param name="rows">Rows to group.</param>
    /// <exception cref="DatasetFormatException">The file has not these columns, or gives a row two groups.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    public static RowGroups Read(string path, IReadOnlyList<DatasetRow> rows)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(rows);
        var source = new SourceName(path, null, "csv");
        var lines = File.ReadAllLines(path);
        var header = lines.Length == 0 ? [] : Cells(lines[0]);
        var (rowAt, groupAt) = (Array.IndexOf(header, "row"), Array.IndexOf(header, "group"));
        if (rowAt < 0 || groupAt < 0)
            throw FormatError.Corrupt(source, 0, "the first line must name the columns row and group, for example: row,group");
        var groups = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 1; i < lines.Length; i++)
        {
            if (lines[i].Length == 0)
                continue;
            var cells = Cells(lines[i]);
            if (cells.Length != header.Length)
                throw FormatError.Corrupt(source, 0, $"line {i + 1} has {cells.Length} cells, expected {header.Length}");
            if (!groups.TryAdd(cells[rowAt], cells[groupAt]) && groups[cells[rowAt]] != cells[groupAt])
                throw FormatError.Corrupt(source, 0, $"line {i + 1} gives row {cells[rowAt]} group {cells[groupAt]}, an earlier line {groups[cells[rowAt]]}");
        }

        return RowGroups.FromIds(rows, [.. rows.Select(row => groups.GetValueOrDefault(row.Name, string.Empty))], GroupSource.Given);
    }

    private static string[] Cells(string line) => [.. line.TrimStart('\uFEFF').Split(',').Select(cell => cell.Trim().Trim('"'))];
}
