using LungSeg.Core.Bytes;

namespace LungSeg.Core.Selection;

/// <summary>
/// The marks of one or several files of the rows that are shown. A row has the marks of the last file that names it; new marks go to the
/// first file, which is written anew, as a whole, with each of them. Safe on several threads.
/// </summary>
public sealed class JoinedMarks
{
    private readonly Lock _gate = new();
    private readonly IReadOnlyList<MarkTable> _others;
    private readonly IReadOnlySet<string> _shown;
    private readonly SortedDictionary<string, IReadOnlyList<RowMark>> _joined = new(StringComparer.Ordinal);
    private MarkTable _own;

    private JoinedMarks(MarkTable own, IReadOnlyList<MarkTable> others, IReadOnlySet<string> shown)
    {
        (_own, _others, _shown) = (own, others, shown);
        Conflicts = Join();
        RowsElsewhere = others.Prepend(own).SelectMany(table => table.Rows).Distinct().Count(row => !shown.Contains(row));
    }

    /// <summary>Path of the file that takes new marks.</summary>
    public string Path => _own.Path;

    /// <summary>Shown rows that two files mark differently, in sentences.</summary>
    public IReadOnlyList<string> Conflicts { get; }

    /// <summary>Number of rows that the files mark and that are not shown.</summary>
    public int RowsElsewhere { get; }

    /// <summary>Changes with every mark that is set or removed.</summary>
    public int Revision { get; private set; }

    /// <summary>Reads the files.</summary>
    /// <param name="paths">The files; the first need not exist yet.</param>
    /// <param name="shown">Names of the rows that are shown. Marks of others stay in their file.</param>
    /// <exception cref="DatasetFormatException">A file is no table with the columns row and mark, or holds another mark.</exception>
    /// <exception cref="IOException">A file is missing or cannot be read.</exception>
    public static JoinedMarks Read(IReadOnlyList<string> paths, IReadOnlySet<string> shown)
    {
        ArgumentNullException.ThrowIfNull(paths);
        return new JoinedMarks(
            File.Exists(paths[0]) ? MarkTable.Read(paths[0]) : MarkTable.Empty(paths[0]),
            [.. paths.Skip(1).Select(MarkTable.Read)],
            shown
        );
    }

    /// <summary>The marks of all shown rows, by the rows' names, and their revision.</summary>
    public (int Revision, IReadOnlyList<KeyValuePair<string, IReadOnlyList<RowMark>>> Marks) GetAll()
    {
        lock (_gate)
        {
            return (Revision, [.. _joined]);
        }
    }

    /// <summary>Sets or removes a mark, and saves the file before it returns.</summary>
    /// <param name="row">Name of the row.</param>
    /// <param name="mark">The mark, one of <see cref="RowMarks.Known"/>.</param>
    /// <param name="note">The text beside it; null to remove the mark.</param>
    /// <returns>What is odd about it, in a sentence; null for nothing.</returns>
    /// <exception cref="InvalidRequestException">The mark is not known.</exception>
    /// <exception cref="DatasetFormatException">The file was changed meanwhile, and cannot be read any more.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public string? Set(string row, string mark, string? note)
    {
        ArgumentNullException.ThrowIfNull(row);
        if (!RowMarks.Known.Contains(mark))
        {
            throw new InvalidRequestException(RequestParameter.WithoutMarks, $"mark '{PrintableText.Escape(mark, 40)}' is not known");
        }

        lock (_gate)
        {
            // Read again, since another program, or a second person, may have written to it meanwhile.
            var now = File.Exists(Path) ? MarkTable.Read(Path) : MarkTable.Empty(Path);
            var changed = now.With(row, mark, note);
            changed.Save();
            _own = changed;
            Join();
            Revision++;
            return _others.LastOrDefault(other => other.Find(row).Count > 0) is { } other
                ? $"{other.Path} marks {PrintableText.Escape(row)} too, and what it says holds as long as it is given after {Path}"
                : null;
        }
    }

    private List<string> Join()
    {
        var conflicts = new List<string>();
        _joined.Clear();
        foreach (var table in _others.Prepend(_own))
        {
            foreach (var row in table.Rows.Where(_shown.Contains))
            {
                var marks = table.Find(row);
                if (_joined.TryGetValue(row, out var before) && !before.SequenceEqual(marks))
                {
                    conflicts.Add($"{PrintableText.Escape(row)}: {Describe(before)}, and {Describe(marks)} in {table.Path}, which holds");
                }
                _joined[row] = marks;
            }
        }

        return conflicts;
    }

    private static string Describe(IReadOnlyList<RowMark> marks) =>
        string.Join(
            " and ",
            marks.Select(mark => mark.Note.Length == 0 ? mark.Mark : $"{mark.Mark} '{PrintableText.Escape(mark.Note, 40)}'")
        );
}

/// <summary>A mark of a row.</summary>
/// <param name="Mark">One of <see cref="RowMarks.Known"/>.</param>
/// <param name="Note">The text beside it; empty for none.</param>
public sealed record RowMark(string Mark, string Note);
