using System.Text;
using LungSeg.Core.Bytes;

namespace LungSeg.Core.Formats;

/// <summary>
/// Recognizes a table of text that is given in place of a data set: what commands write beside it, or what people join to it.
/// </summary>
internal static class ForeignTable
{
    private const int ShownColumns = 4;
    private const int LongestName = 40;
    private static readonly char[] Delimiters = [',', ';', '\t'];

    /// <summary>The error that says what a table is and what to do with it; null where the content is no table.</summary>
    /// <param name="head">The first bytes of the file.</param>
    /// <param name="source">Its name.</param>
    public static DatasetFormatException? Find(ReadOnlySpan<byte> head, SourceName source)
    {
        if (FindColumns(head) is not { } columns)
        {
            return null;
        }
        var (what, hint) = columns switch
        {
            ["row", "part", ..] => ("a split: give the data set that it divides", new RequestHint(RequestParameter.Split, source.Path)),
            ["row", "mark", ..] => ("marks: give the data set of their rows", new RequestHint(RequestParameter.WithoutMarks, source.Path)),
            ["row", "prediction", ..] => ("figures of predictions and no masks: give the masks that were judged", null),
            ["row", "file", "label1", ..] => ("rows without their pixels: give the folder that it lies in, or what was converted", null),
            _ => (
                $"{DescribeColumns(columns)} without pixels: give the data set of its rows",
                new RequestHint(RequestParameter.JoinedTable, source.Path)
            ),
        };
        return FormatError.WrongFormat(source, 0, $"a table (CSV) of {what}", hint);
    }

    private static string DescribeColumns(string[] columns)
    {
        string[] named = [.. columns.Where(name => name.Length > 0)];
        var shown = string.Join(", ", named.Take(ShownColumns).Select(name => PrintableText.Escape(name, LongestName)));
        return $"the columns {shown}{(named.Length > ShownColumns ? ", ..." : string.Empty)}";
    }

    /// <summary>
    /// Names in the first line, where it is text with a delimiter, begins with a name, and has as many fields as the next one.
    /// </summary>
    private static string[]? FindColumns(ReadOnlySpan<byte> head)
    {
        string[] lines = [.. Encoding.UTF8.GetString(head).TrimStart('\uFEFF').Split('\n').Select(line => line.TrimEnd('\r'))];
        if (lines.Any(line => line.Any(c => char.IsControl(c) && c != '\t')))
        {
            return null;
        }
        var delimiter = Delimiters.MaxBy(c => lines[0].Count(other => other == c));
        string[] columns = [.. lines[0].Split(delimiter).Select(name => name.Trim('"', ' '))];
        var isTable =
            columns.Length > 1
            && columns.All(name => name.Length == 0 || char.IsLetter(name[0]) || name[0] == '_')
            && columns.Any(name => name.Length > 0)
            // The last line may be cut; a quoted field may hold a delimiter.
            && (lines.Length < 3 || lines[1].Contains('"') || lines[1].Split(delimiter).Length == columns.Length);
        return isTable ? columns : null;
    }
}
