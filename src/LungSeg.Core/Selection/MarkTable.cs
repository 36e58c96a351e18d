using LungSeg.Core.Bytes;
using LungSeg.Core.Bytes.Outputs;
using LungSeg.Core.Datasets;

namespace LungSeg.Core.Selection;

/// <summary>A file of marks as a table: a changed copy keeps columns and lines that are not changed.</summary>
internal sealed class MarkTable
{
    private static readonly string[] OwnHeader = [RowMarks.RowColumn, RowMarks.MarkColumn, RowMarks.NoteColumn];

    private readonly string[] _header;
    private readonly IReadOnlyList<string[]> _lines;
    private readonly Dictionary<string, List<RowMark>> _marks = new(StringComparer.Ordinal);
    private readonly (int Row, int Mark, int Note) _at;

    private MarkTable(string path, string[] header, IReadOnlyList<string[]> lines)
    {
        (Path, _header, _lines) = (path, header, lines);
        _at = (
            Array.IndexOf(header, RowMarks.RowColumn),
            Array.IndexOf(header, RowMarks.MarkColumn),
            Array.IndexOf(header, RowMarks.NoteColumn)
        );
        foreach (var line in lines)
        {
            var mark = new RowMark(line[_at.Mark], line[_at.Note]);
            var marks = _marks.TryGetValue(line[_at.Row], out var known) ? known : _marks[line[_at.Row]] = [];

            // Of two lines with one mark the later one holds.
            marks.RemoveAll(other => other.Mark == mark.Mark);
            marks.Add(mark);
        }
    }

    public string Path { get; }

    /// <summary>Names of the rows that have a mark.</summary>
    public IEnumerable<string> Rows => _marks.Keys;

    public static MarkTable Empty(string path) => new(path, OwnHeader, []);

    /// <summary>Reads a file.</summary>
    /// <exception cref="DatasetFormatException">It is no table with the columns row and mark, or holds another mark.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    public static MarkTable Read(string path)
    {
        var bytes = File.ReadAllBytes(path);
        if (bytes.Length == 0)
        {
            return Empty(path);
        }

        var (header, lines) = RowMarks.ReadTable(bytes, path);
        return header.Contains(RowMarks.NoteColumn)
            ? new MarkTable(path, header, lines)
            : new MarkTable(path, [.. header, RowMarks.NoteColumn], [.. lines.Select(line => (string[])[.. line, string.Empty])]);
    }

    /// <summary>The marks of a row.</summary>
    public IReadOnlyList<RowMark> Find(string row) => _marks.GetValueOrDefault(row) ?? [];

    /// <summary>A copy in which a mark of a row is set; removed where the note is null.</summary>
    public MarkTable With(string row, string mark, string? note)
    {
        bool IsThis(string[] line) => line[_at.Row] == row && line[_at.Mark] == mark;
        List<string[]> lines = [.. _lines.Where(line => !IsThis(line))];
        if (note is not null)
        {
            // What other columns say of this mark stays.
            string[] line = _lines.LastOrDefault(IsThis) is { } old ? [.. old] : [.. _header.Select(_ => string.Empty)];
            (line[_at.Row], line[_at.Mark], line[_at.Note]) = (row, mark, note);
            lines.Add(line);
        }

        return new MarkTable(Path, _header, lines);
    }

    /// <summary>Writes the file in one step.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public void Save()
    {
        // Marks are kept although an input changed meanwhile, which would end other outputs.
        using var own = new RunFiles().Enter();
        TextFile.Write(
            Path,
            overwrite: true,
            text =>
            {
                using var csv = CsvQuoting.Over(text);
                foreach (var line in _lines.Prepend(_header))
                {
                    foreach (var field in line)
                    {
                        csv.WriteField(field);
                    }
                    csv.NextRecord();
                }
                csv.Flush();
            }
        );
    }
}
