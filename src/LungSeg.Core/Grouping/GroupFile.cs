using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Documents;

namespace LungSeg.Core.Grouping;

/// <summary>
/// Reads groups that a user gives: a CSV with the columns <c>row</c> and <c>group</c>. Other columns are ignored, so the CSV of a split can
/// be read too.
/// </summary>
public static class GroupFile
{
    /// <summary>Reads the file: row names and their groups.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="DatasetFormatException">The file is not CSV, lacks one of the columns, or gives a row two groups.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static IReadOnlyDictionary<string, string> ReadIds(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Groups(RunFiles.ReadAllBytes(path), new SourceName(path, null, "csv"));
    }

    private static Dictionary<string, string> Groups(byte[] content, SourceName source)
    {
        var groups = new Dictionary<string, string>(StringComparer.Ordinal);
        CsvRecords.Read<string>(
            content,
            source,
            header =>
            {
                var (row, group) = (Array.IndexOf(header, "row"), Array.IndexOf(header, "group"));
                if (row < 0 || group < 0)
                {
                    throw FormatError.Corrupt(source, 0, $"found the columns {string.Join(',', header.Take(8))}, expected row,group");
                }
                return line =>
                {
                    var (name, id) = (line.Fields[row], line.Fields[group]);
                    if (!groups.TryAdd(name, id) && groups[name] != id)
                    {
                        throw FormatError.Corrupt(
                            source,
                            line.Offset,
                            $"line {line.LineNumber} puts row {name} into group {id}, an earlier line into {groups[name]}"
                        );
                    }
                    return name;
                };
            }
        );
        return groups;
    }
}
