using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using LungSeg.Core.Bytes;
using LungSeg.Core.Datasets;

namespace LungSeg.Core.Grouping;

/// <summary>Reads groups that a user gives: a CSV with the columns <c>row</c> and <c>group</c>; other columns are let be, so a split's own CSV will do.</summary>
public static class GroupFile
{
    /// <summary>Reads the groups of <paramref name="rows"/>; rows that the file does not name are groups of their own.</summary>
    /// <param name="path">The file; rows by name, such as <c>lung_cancer_train:17</c>.</param>
    /// <param name="rows">Rows to group.</param>
    /// <exception cref="DatasetFormatException">The file is no CSV, lacks one of the columns, or gives a row two groups.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static RowGroups Read(string path, IReadOnlyList<DatasetRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var groups = ReadIds(path);
        return RowGroups.FromIds(rows, [.. rows.Select(row => groups.GetValueOrDefault(row.Name, string.Empty))], GroupSource.Given);
    }

    /// <summary>Reads the group of each row that the file names, by the row's name.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="DatasetFormatException">The file is no CSV, lacks one of the columns, or gives a row two groups.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static IReadOnlyDictionary<string, string> ReadIds(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Groups(File.ReadAllBytes(path), new SourceName(path, null, "csv"));
    }

    private static Dictionary<string, string> Groups(byte[] content, SourceName source)
    {
        using var text = new StreamReader(new MemoryStream(content), new UTF8Encoding(false, throwOnInvalidBytes: true));
        using var csv = new CsvParser(text, new CsvConfiguration(CultureInfo.InvariantCulture) { CountBytes = true, Encoding = Encoding.UTF8, TrimOptions = TrimOptions.Trim });
        try
        {
            return ReadRecords(csv, source);
        }
        catch (Exception e) when (e is CsvHelperException or DecoderFallbackException)
        {
            throw FormatError.Undecodable(source, csv.ByteCount, "this is no CSV text", e);
        }
    }

    private static Dictionary<string, string> ReadRecords(CsvParser csv, SourceName source)
    {
        var header = csv.Read() ? csv.Record! : [];
        var (row, group) = (Array.IndexOf(header, "row"), Array.IndexOf(header, "group"));
        if (row < 0 || group < 0)
            throw FormatError.Corrupt(source, 0, $"found the columns {string.Join(',', header.Take(8))}, expected row,group");
        var groups = new Dictionary<string, string>(StringComparer.Ordinal);
        var offset = csv.ByteCount;
        while (csv.Read())
        {
            var record = csv.Record!;
            if (record.Length != header.Length)
                throw FormatError.Corrupt(source, offset, $"line {csv.RawRow} has {record.Length} fields, expected {header.Length}");
            var (name, id) = (record[row], record[group]);
            if (!groups.TryAdd(name, id) && groups[name] != id)
                throw FormatError.Corrupt(source, offset, $"line {csv.RawRow} puts row {name} into group {id}, an earlier line into {groups[name]}");
            offset = csv.ByteCount;
        }

        return groups;
    }
}
