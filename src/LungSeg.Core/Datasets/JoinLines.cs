using System.Globalization;
using LungSeg.Core.Bytes;

namespace LungSeg.Core.Datasets;

/// <summary>The lines of a table, found by what they name.</summary>
/// <remarks>
/// A line names rows by the first of the keys that it has filled. Of several lines that name a row, the one with the most specific key
/// wins; two lines with the same key are an error. Where labels alone are joined, all keys of a line must be those of the row; where
/// columns are, the other ids are values. A content key that is not the row's is an error.
/// </remarks>
internal sealed class JoinLines
{
    private const int MaxShown = 5;
    private const int LongestShown = 80;
    private readonly JoinFile _file;
    private readonly string[] _keys;
    private readonly bool _isLabels;
    private readonly string?[][] _names;
    private readonly ILookup<string, int>[] _byKey;
    private readonly bool[] _isUsed;
    private readonly int _contentKey;
    private readonly HashSet<string> _contentKeys;
    private readonly int _rowName;

    /// <param name="file">The table.</param>
    /// <param name="keys">The columns that name rows, the most specific first.</param>
    /// <param name="isLabels">Whether labels alone are joined.</param>
    /// <exception cref="DatasetFormatException">A line names nothing.</exception>
    public JoinLines(JoinFile file, string[] keys, bool isLabels)
    {
        (_file, _keys, _isLabels) = (file, keys, isLabels);
        var columns = keys.Select(key => file.Columns[file.Find(key)].Cells).ToArray();
        var lines = Enumerable.Range(0, file.Places.Count).ToArray();
        _names = [.. lines.Select(line => keys.Select((key, at) => JoinKeys.From(key, columns[at][line])).ToArray())];
        _contentKey = file.Find(JoinKeys.Key);
        _rowName = file.Find(JoinKeys.Row);
        _isUsed = new bool[lines.Length];
        _contentKeys = [.. lines.Select(line => CellText(_contentKey, line)?.ToLowerInvariant()).OfType<string>()];
        _byKey = [.. keys.Select((_, key) => lines.Where(line => IsFirst(line, key)).ToLookup(line => _names[line][key]!))];
        if (Array.FindIndex(_names, names => Array.TrueForAll(names, name => name is null)) is >= 0 and var nameless)
        {
            throw FormatError.Corrupt(
                file.Name,
                file.Places[nameless].Offset,
                $"{Show(file.Places[nameless])} has {(isLabels ? "a label" : "values")} but no key that names a row"
            );
        }
    }

    /// <summary>Whether the content keys of rows are needed, for which all pixels are read.</summary>
    public bool NeedContent => _contentKey >= 0 && !Array.TrueForAll(_keys, JoinKeys.NamesMany);

    /// <summary>Whether a line has a content key.</summary>
    public bool HasContent(string key) => _contentKeys.Contains(key);

    /// <summary>The lines that name no row so far.</summary>
    public IReadOnlyList<int> Unused => [.. Enumerable.Range(0, _isUsed.Length).Where(line => !_isUsed[line])];

    /// <summary>The line for a row; -1 where there is none.</summary>
    /// <param name="row">Name of the row.</param>
    /// <param name="names">What the row is called by each key; null where it has no such name.</param>
    /// <param name="contentKey">Its content key, where it was read.</param>
    public int Find(string row, string?[] names, string? contentKey)
    {
        for (var key = 0; key < _keys.Length; key++)
        {
            var fitting = names[key] is { } name ? Fitting(key, row, names, name) : [];
            if (fitting.Length == 0)
            {
                continue;
            }
            if (fitting.Length > 1)
            {
                var places = fitting.Select(line => _file.Places[line]).ToArray();
                throw FormatError.Corrupt(
                    _file.Name,
                    places[1].Offset,
                    $"{Show(places[0])} and {Show(places[1])} are both for row {row}, by {_keys[key]} {Escape(names[key]!)}"
                );
            }
            if (!JoinKeys.NamesMany(_keys[key]) && contentKey is not null)
            {
                RefuseOtherContent(fitting[0], row, contentKey);
            }
            _isUsed[fitting[0]] = true;
            return fitting[0];
        }

        return -1;
    }

    /// <summary>Throws where a line names a row by another content key than the row has.</summary>
    /// <param name="keys">Content keys of rows by their names.</param>
    /// <exception cref="DatasetFormatException">The table is of other rows.</exception>
    public void RefuseOtherContent(IReadOnlyDictionary<string, string?> keys)
    {
        for (var line = 0; line < _names.Length; line++)
        {
            if (CellText(_rowName, line) is { } row && keys.GetValueOrDefault(row) is { } key)
            {
                RefuseOtherContent(line, row, key);
            }
        }
    }

    /// <summary>Numbers of lines, with what they name.</summary>
    public string Show(IReadOnlyList<int> lines)
    {
        var shown = ShortList.Join(
            lines,
            MaxShown,
            line =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{_file.Places[line].Number} ({Escape(Array.Find(_names[line], key => key is not null)!)})"
                )
        );
        var noun = lines.Count == 0 ? "line" : _file.Places[lines[0]].Noun;
        return string.Create(CultureInfo.InvariantCulture, $"{(lines.Count == 1 ? noun : $"{lines.Count} {noun}s:")} {shown}");
    }

    private int[] Fitting(int key, string row, string?[] names, string name)
    {
        int[] lines = [.. _byKey[key][name]];
        if (_keys[key] == JoinKeys.Key)
        {
            // Rows of one content have lines of their own, which their names tell apart.
            return lines.Length > 1 && Array.FindAll(lines, line => CellText(_rowName, line) == row) is [var own] ? [own] : lines;
        }
        return _isLabels
            ? Array.FindAll(
                lines,
                line => !_names[line].Where((given, at) => given is not null && given != names[at] && _keys[at] != JoinKeys.Key).Any()
            )
            : lines;
    }

    private void RefuseOtherContent(int line, string row, string key)
    {
        if (CellText(_contentKey, line)?.ToLowerInvariant() is { } given && given != key)
        {
            throw FormatError.Unsupported(
                _file.Name,
                _file.Places[line].Offset,
                $"{Show(_file.Places[line])} is for row {row} with the content key {Escape(given)}, and the row's is {key}; "
                    + "it was made of other rows, or of these under other names",
                _isLabels ? null : new RequestHint(RequestParameter.JoinColumn, JoinKeys.Key)
            );
        }
    }

    private static string Show(JoinPlace place) => string.Create(CultureInfo.InvariantCulture, $"{place.Noun} {place.Number}");

    private static string Escape(string text) => PrintableText.Escape(text, LongestShown);

    /// <summary>Whether a key is the first that a line has filled.</summary>
    private bool IsFirst(int line, int key) => Array.FindIndex(_names[line], name => name is not null) == key;

    private string? CellText(int column, int line) => column >= 0 ? _file.Columns[column].Cells[line].Text : null;
}
