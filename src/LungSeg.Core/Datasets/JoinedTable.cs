using System.Collections.ObjectModel;
using System.Globalization;
using LungSeg.Core.Bytes;
using LungSeg.Core.Formats;
using LungSeg.Core.Model;

namespace LungSeg.Core.Datasets;

/// <summary>A table whose columns, or whose label alone, are joined to the rows of the inputs.</summary>
internal sealed class JoinedTable
{
    private const int MaxShown = 5;
    private const int LongestShown = 80;
    private static readonly string[] Arrays = [DatasetColumns.Mask, DatasetColumns.Hu, DatasetColumns.HuOld];
    private readonly JoinFile _file;
    private readonly string[] _keys;
    private readonly bool _isLabels;
    private readonly JoinLines _lines;
    private readonly SortedDictionary<string, long> _replaced = new(StringComparer.Ordinal);
    private readonly List<string> _without = [];
    private readonly Dictionary<string, string?> _keyOf = new(StringComparer.Ordinal);
    private long _rows;
    private bool _isRefused;

    private JoinedTable(JoinFile file, string[] keys, bool isLabels) =>
        (_file, _keys, _isLabels, _lines) = (file, keys, isLabels, new JoinLines(file, keys, isLabels));

    /// <summary>Columns that have another name now, by the names that they have in the file.</summary>
    public IReadOnlySet<string> Renamed { get; private init; } = ReadOnlySet<string>.Empty;

    /// <summary>SHA-256 of the file.</summary>
    public string Sha256 => _file.Sha256;

    /// <summary>Reads a table of labels: a column <c>label1</c> or <c>label</c>, and one or more of <see cref="JoinKeys.All"/>.</summary>
    /// <exception cref="DatasetFormatException">The file is no table, or a column is missing.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    public static JoinedTable ReadLabels(string path, DatasetOptions options)
    {
        var file = JoinFile.Read(path, options);
        var keys = KeysOf(file);
        if (FindLabel(file) is var label && (label < 0 || keys.Length == 0))
        {
            throw FormatError.Corrupt(
                file.Name,
                0,
                $"the header has the columns {file.ShowColumns()}; needed are label1 or label, and one of {string.Join(", ", JoinKeys.All)}"
            );
        }
        var labelled = Enumerable.Range(0, file.Places.Count).Where(line => file.Columns[label].Cells[line].Kind != CellKind.Missing);
        return new JoinedTable(file.Only([.. labelled]).WithName(label, DatasetColumns.Label), keys, true);
    }

    /// <summary>Reads a table of columns.</summary>
    /// <param name="path">The file.</param>
    /// <param name="key">The column that names rows; null for the first of <see cref="JoinKeys.All"/> that the table has.</param>
    /// <param name="options">Limits.</param>
    /// <exception cref="DatasetFormatException">The file is no table, or has no column that names rows.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    public static JoinedTable ReadColumns(string path, string? key, DatasetOptions options)
    {
        var file = JoinFile.Read(path, options);
        var renamed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (ours, theirs) in options.Columns)
        {
            if (file.Find(theirs) is >= 0 and var at)
            {
                file = file.WithName(at, ours);
                renamed.Add(theirs);
            }
        }

        if (key is not null && file.Find(key) < 0)
        {
            throw FormatError.Corrupt(
                file.Name,
                $"it has no column {PrintableText.Escape(key, LongestShown)}; it has {file.ShowColumns()}"
            );
        }
        string[] keys = key is null
            ? KeysOf(file)
            : [JoinKeys.All.FirstOrDefault(known => string.Equals(known, key, StringComparison.OrdinalIgnoreCase)) ?? key];
        if (keys.Length == 0)
        {
            throw FormatError.Unsupported(
                file.Name,
                $"it has the columns {file.ShowColumns()} and none of {string.Join(", ", JoinKeys.All)}, which name rows",
                new RequestHint(RequestParameter.JoinColumn, "COLUMN")
            );
        }
        if (Array.Find(Arrays, array => file.Find(array) >= 0) is { } slices)
        {
            throw FormatError.Unsupported(file.Name, $"it has the column {slices}, and slices are not joined: give it another name");
        }
        var label = FindLabel(file);
        return new JoinedTable(label < 0 ? file : file.WithName(label, DatasetColumns.Label), keys, false) { Renamed = renamed };
    }

    /// <summary>Adds the columns of the table to the index of an input.</summary>
    /// <param name="index">The index.</param>
    /// <param name="input">Name of the input.</param>
    /// <param name="readKeys">Reads the content keys of its rows, given whether the table has a key; called where it has some.</param>
    /// <exception cref="DatasetFormatException">Two lines name a row, or a line has another content key than its row.</exception>
    public TableIndex Join(TableIndex index, InputDescription input, Func<Func<string, bool>, string?[]> readKeys)
    {
        _isRefused = true;
        var contentKeys = _lines.NeedContent ? readKeys(_lines.HasContent) : null;
        var columns = _keys.Select(key => index.Columns.FirstOrDefault(column => column.Name == key)).ToArray();
        var lines = new int[index.Rows];
        for (var row = 0L; row < index.Rows; row++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"{input.Stem}:{row}");
            var names = _keys
                .Select(
                    (key, at) =>
                        key switch
                        {
                            JoinKeys.Key => contentKeys?[row],
                            JoinKeys.Row => name,
                            DatasetColumns.File when columns[at] is null => Path.GetFileName(input.Path),
                            DatasetColumns.File => columns[at]![row].Text,
                            _ => columns[at] is { } column ? IdText.From(column[row]) : null,
                        }
                )
                .ToArray();
            _keyOf[name] = contentKeys?[row];
            lines[row] = _lines.Find(name, names, contentKeys?[row]);
            if (lines[row] < 0 && _without.Count <= MaxShown)
            {
                _without.Add(name);
            }
        }
        _rows += lines.LongCount(line => line < 0);
        _isRefused = false;
        return With(index, lines);
    }

    /// <summary>Throws where no line matches a row, or where a line names a row by another content key. Called after all inputs.</summary>
    /// <exception cref="DatasetFormatException">The table is of other rows.</exception>
    public void RefuseUnused(IReadOnlyList<DatasetInput> inputs)
    {
        if (_isRefused)
        {
            return;
        }
        if (_keys is not [JoinKeys.Key])
        {
            _lines.RefuseOtherContent(_keyOf);
        }
        var unused = _lines.Unused;
        if (unused.Count == 0 || unused.Count < _file.Places.Count || inputs.Count == 0)
        {
            return;
        }
        if (_keys is [var only] && !JoinKeys.All.Contains(only) && !inputs.Any(input => input.ColumnNames.Contains(only)))
        {
            throw FormatError.Corrupt(
                _file.Name,
                $"no input has the column {PrintableText.Escape(only, LongestShown)}, by which it is joined"
            );
        }
        throw FormatError.Corrupt(
            _file.Name,
            _file.Places[0].Offset,
            $"no line names a row of {Stems(inputs)}: {_lines.Show(unused)}; " + $"a row is named {inputs[0].Stem}:0"
        );
    }

    /// <summary>Notes about the table. Called after all inputs are joined.</summary>
    public IEnumerable<string> Notes(IReadOnlyList<DatasetInput> inputs)
    {
        var path = _file.Name.Path;
        if (_isRefused)
        {
            yield break;
        }
        foreach (var note in _file.Notes)
        {
            yield return $"{path}: {note}";
        }
        if (_lines.Unused is { Count: > 0 } unused)
        {
            yield return $"{path}: no row of {Stems(inputs)} for {_lines.Show(unused)}";
        }
        if (!_isLabels && _rows > 0)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{path}: no line for {Quantity.Of(_rows, "row")}: {ShortList.Join(_without, MaxShown)}"
            );
        }
        foreach (var (column, count) in _replaced)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{path}: {(column == DatasetColumns.Label ? "labels" : column)} of {Quantity.Of(count, "row")} replace those of the input"
            );
        }
    }

    private static string[] KeysOf(JoinFile file) => [.. JoinKeys.All.Where(key => file.Find(key) >= 0)];

    /// <summary>The column of labels of a table; -1 where it has none.</summary>
    private static int FindLabel(JoinFile file) => file.Find(DatasetColumns.Label) is >= 0 and var at ? at : file.Find("label");

    private TableIndex With(TableIndex index, int[] lines)
    {
        var columns = index.Columns.ToList();
        foreach (var joined in _file.Columns.Where(IsJoined))
        {
            var at = columns.FindIndex(column => column.Name == joined.Name);
            var column = new JoinedColumn(joined.Name, at < 0 ? null : columns[at], joined, lines);
            var replaced = at < 0 ? 0 : Enumerable.Range(0, lines.Length).LongCount(row => column.Replaces(row));
            if (replaced > 0)
            {
                _replaced[joined.Name] = _replaced.GetValueOrDefault(joined.Name) + replaced;
            }
            if (at >= 0)
            {
                columns[at] = column;
            }
            else
            {
                columns.Insert(joined.Name == DatasetColumns.Label ? 0 : columns.Count, column);
            }
        }
        return index with { Columns = columns };
    }

    /// <summary>Whether a column is joined: not one that names rows, which the input has, or has no use for.</summary>
    private bool IsJoined(JoinColumn column) =>
        _isLabels
            ? column.Name == DatasetColumns.Label
            : !IsNamed(column, JoinKeys.Key)
                && !IsNamed(column, JoinKeys.Row)
                && !(_keys.Length == 1 && IsNamed(column, _keys[0]))
                && !(IsNamed(column, DatasetColumns.File) && _keys.Contains(DatasetColumns.File));

    private static bool IsNamed(JoinColumn column, string name) => string.Equals(column.Name, name, StringComparison.OrdinalIgnoreCase);

    private static string Stems(IReadOnlyList<DatasetInput> inputs) => ShortList.Join(inputs, MaxShown, input => input.Stem);
}
