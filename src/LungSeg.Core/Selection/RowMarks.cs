using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Documents;

namespace LungSeg.Core.Selection;

/// <summary>Rows that people marked while they looked through a data set: a CSV file with the columns row, mark and note.</summary>
public sealed class RowMarks
{
    internal const string RowColumn = "row";
    internal const string MarkColumn = "mark";
    internal const string NoteColumn = "note";

    /// <summary>The mark of rows that are rejected.</summary>
    public const string Reject = "reject";

    /// <summary>All marks.</summary>
    public static IReadOnlyList<string> Known { get; } = [Reject, "mask", "label", NoteColumn];

    private readonly ILookup<string, string> _marks;

    private RowMarks(string path, IReadOnlyList<string> marks, ILookup<string, string> marksOfRows) =>
        (Path, Marks, _marks) = (path, marks, marksOfRows);

    /// <summary>Path of the file.</summary>
    public string Path { get; }

    /// <summary>The marks that count.</summary>
    public IReadOnlyList<string> Marks { get; }

    /// <summary>Names of the rows that have such a mark.</summary>
    public IEnumerable<string> Rows => _marks.Select(row => row.Key);

    /// <summary>Whether a row has such a mark.</summary>
    public bool Has(string row) => _marks.Contains(row);

    /// <summary>The marks that count and that a row has.</summary>
    public IEnumerable<string> GetMarks(string row) => _marks[row].Distinct();

    /// <summary>Reads a file of marks.</summary>
    /// <param name="path">Path of the file.</param>
    /// <param name="marks">The marks that count, some of <see cref="Known"/>.</param>
    /// <exception cref="InvalidRequestException">A mark is not known.</exception>
    /// <exception cref="DatasetFormatException">The file is no table with the columns row and mark, or holds another mark.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    public static RowMarks Read(string path, IReadOnlyList<string> marks)
    {
        ArgumentNullException.ThrowIfNull(marks);
        if (marks.FirstOrDefault(mark => !Known.Contains(mark)) is { } strange)
        {
            throw new InvalidRequestException(
                RequestParameter.WithoutMarks,
                $"mark '{strange}' is not known; there are {string.Join(", ", Known)}"
            );
        }

        var (header, lines) = ReadTable(RunFiles.ReadAllBytes(path), path);
        var (row, mark) = (Array.IndexOf(header, RowColumn), Array.IndexOf(header, MarkColumn));
        return new RowMarks(
            path,
            marks,
            lines.Where(line => marks.Contains(line[mark])).ToLookup(line => line[row], line => line[mark], StringComparer.Ordinal)
        );
    }

    /// <summary>The header and the lines of a file of marks.</summary>
    /// <exception cref="DatasetFormatException">The file is no table with the columns row and mark, or holds another mark.</exception>
    internal static (string[] Header, List<string[]> Lines) ReadTable(byte[] content, string path)
    {
        var source = new SourceName(path, null, "marks");
        string[] found = [];
        var lines = CsvRecords.Read(
            content,
            source,
            header =>
            {
                found = header;
                return ReaderOf(header, source);
            }
        );
        return (found, lines);
    }

    private static Func<CsvRecord, string[]> ReaderOf(string[] header, SourceName source)
    {
        var mark = Array.IndexOf(header, MarkColumn);
        if (mark < 0 || !header.Contains(RowColumn))
        {
            throw FormatError.Corrupt(
                source,
                0,
                $"found the columns {string.Join(',', header.Take(8).Select(name => PrintableText.Escape(name)))}, expected row,mark,note"
            );
        }

        return line =>
            Known.Contains(line.Fields[mark])
                ? line.Fields
                : throw FormatError.Mismatch(
                    source,
                    line.Offset,
                    $"mark in line {line.LineNumber}",
                    $"'{PrintableText.Escape(line.Fields[mark])}'",
                    string.Join(", ", Known)
                );
    }
}
