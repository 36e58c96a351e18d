using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Documents;

namespace LungSeg.Core.Selection;

/// <summary>Rows that people marked while they looked through a data set: a CSV file with the columns row, mark and note.</summary>
public sealed class RowMarks
{
    /// <summary>The mark of rows that are rejected.</summary>
    public const string Reject = "reject";

    /// <summary>All marks.</summary>
    public static IReadOnlyList<string> Known { get; } = [Reject, "mask", "label", "note"];

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

        var source = new SourceName(path, null, "marks");
        var lines = CsvRecords.Read(RunFiles.ReadAllBytes(path), source, header => ReaderOf(header, source));
        return new RowMarks(
            path,
            marks,
            lines.Where(line => marks.Contains(line.Mark)).ToLookup(line => line.Row, line => line.Mark, StringComparer.Ordinal)
        );
    }

    private static Func<CsvRecord, (string Row, string Mark)> ReaderOf(string[] header, SourceName source)
    {
        var (row, mark) = (Array.IndexOf(header, "row"), Array.IndexOf(header, "mark"));
        if (row < 0 || mark < 0)
        {
            throw FormatError.Corrupt(
                source,
                0,
                $"found the columns {string.Join(',', header.Take(8).Select(name => PrintableText.Escape(name)))}, expected row,mark,note"
            );
        }

        return line =>
            Known.Contains(line.Fields[mark])
                ? (line.Fields[row], line.Fields[mark])
                : throw FormatError.Mismatch(
                    source,
                    line.Offset,
                    $"mark in line {line.LineNumber}",
                    $"'{PrintableText.Escape(line.Fields[mark])}'",
                    string.Join(", ", Known)
                );
    }
}
