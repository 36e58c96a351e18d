using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Documents;

namespace LungSeg.Core.Selection;

/// <summary>A list of rows that is a table, such as a file of marks: CSV whose first column is called row.</summary>
public static class RowListTable
{
    private static readonly char[] Delimiters = [',', ';', '\t', '\r', '\n'];

    /// <summary>Whether a text is such a table: its first field is <c>row</c>.</summary>
    public static bool Matches(ReadOnlySpan<char> text)
    {
        text = text.TrimStart('\ufeff');
        var end = text.IndexOfAny(Delimiters);
        return end > 0 && text[..end].Trim(" \"") is "row";
    }

    /// <summary>Names of the rows in the first column, each once, in the order of the lines.</summary>
    /// <param name="content">The table, UTF-8 or, with a byte order mark, UTF-16.</param>
    /// <param name="path">Name of the table in messages.</param>
    /// <exception cref="DatasetFormatException">It is not UTF-8, or a line has another number of fields than the first.</exception>
    public static IReadOnlyList<string> ReadRows(byte[] content, string path) =>
        [
            .. CsvRecords
                .Read<string>(content, new SourceName(path, null, "rows"), _ => line => line.Fields[0])
                .Where(row => row.Length > 0)
                .Distinct(StringComparer.Ordinal),
        ];
}
