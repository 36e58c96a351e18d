using System.Globalization;
using LungSeg.Core.Bytes;
using LungSeg.Core.Formats;
using LungSeg.Core.Model;

namespace LungSeg.Core.Datasets;

/// <summary>
/// Labels from a CSV file with a column <c>label1</c> or <c>label</c> and one or more of <c>row</c>, <c>file</c>, <c>sop_uid</c>,
/// <c>series_uid</c> and <c>patient_id</c>. A line labels the rows that match all its keys. Where several lines match a row, the line with
/// the most specific key wins.
/// </summary>
internal sealed class LabelFile
{
    private const int MaxShown = 5;
    private readonly string _path;
    private readonly SourceName _name;
    private readonly IReadOnlyList<LabelLine> _lines;
    private readonly Dictionary<LabelKey, ILookup<string, LabelLine>> _byKey;
    private readonly HashSet<LabelLine> _repeated = [];
    private long _replaced;

    private LabelFile(string path, IReadOnlyList<LabelLine> lines)
    {
        _path = path;
        _name = new SourceName(path, null, LabelFileReader.Format);
        _lines = lines;
        _byKey = LabelKeys.All.ToDictionary(
            key => key,
            key => lines.Where(line => line.BestKey == key).ToLookup(line => line.Keys[(int)key]!)
        );
    }

    /// <summary>Reads a file of labels.</summary>
    /// <exception cref="DatasetFormatException">The file is not CSV, or a column is missing.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    public static LabelFile Read(string path, ReadLimits limits) => new(path, LabelFileReader.Read(path, limits));

    /// <summary>Adds a column of labels to the index of an input; the index is unchanged where the file names none of its rows.</summary>
    /// <exception cref="DatasetFormatException">Two lines contradict each other.</exception>
    public TableIndex Label(TableIndex index, InputDescription input)
    {
        var columns = LabelKeys.All.Select(key => index.Columns.FirstOrDefault(column => column.Name == LabelKeys.GetName(key))).ToArray();
        var labels = new string?[index.Rows];
        for (var row = 0L; row < index.Rows; row++)
        {
            var names = LabelKeys.All.Select(key => GetName(key, columns[(int)key], row, input)).ToArray();
            labels[row] = GetLabel(names);
        }

        var below = index.Columns.FirstOrDefault(column => column.Name == DatasetColumns.Label);
        if (below is not null)
        {
            _replaced += labels.LongCount(label => label is not null);
        }
        var labelled = new LabelColumn(below, labels);
        return index with
        {
            Columns = below is null
                ? [labelled, .. index.Columns]
                : [.. index.Columns.Select(column => column == below ? labelled : column)],
        };
    }

    /// <summary>Throws where no line matches a row. Called after all inputs are labelled.</summary>
    /// <exception cref="DatasetFormatException">The file has lines, and none was used.</exception>
    public void RefuseUnused(IReadOnlyList<DatasetInput> inputs)
    {
        if (_lines.Count > 0 && !_lines.Any(line => line.IsUsed))
        {
            throw FormatError.Corrupt(
                _name,
                _lines[0].Offset,
                $"no line names a row of {Stems(inputs)}: {Lines([.. _lines])}; a row is named {inputs[0].Stem}:0"
            );
        }
    }

    /// <summary>Notes about the file. Called after all inputs are labelled.</summary>
    public IEnumerable<string> Notes(IReadOnlyList<DatasetInput> inputs)
    {
        var unused = _lines.Where(line => !line.IsUsed).ToArray();
        if (unused.Length > 0)
        {
            yield return $"{_path}: no row of {Stems(inputs)} for {Lines(unused)}";
        }
        if (_repeated.Count > 0)
        {
            yield return $"{_path}: a row is labelled again, and the same, in {Lines([.. _repeated.OrderBy(line => line.Number)])}";
        }
        if (_replaced > 0)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{_path}: labels of {_replaced} rows replace those of the input");
        }
    }

    private static string? GetName(LabelKey key, TableColumn? column, long row, InputDescription input) =>
        key switch
        {
            LabelKey.Row => string.Create(CultureInfo.InvariantCulture, $"{input.Stem}:{row}"),
            LabelKey.File when column is null => Path.GetFileName(input.Path),
            LabelKey.File => column?[row].Text,
            _ => column is null ? null : IdText.From(column[row]),
        };

    private string? GetLabel(string?[] names)
    {
        foreach (var key in LabelKeys.All)
        {
            if (names[(int)key] is not { } name)
            {
                continue;
            }
            var fitting = _byKey[key]
                [name]
                .Where(line => LabelKeys.All.All(other => line.Keys[(int)other] is null || line.Keys[(int)other] == names[(int)other]))
                .ToArray();
            if (fitting.Length == 0)
            {
                continue;
            }
            foreach (var line in fitting)
            {
                line.IsUsed = true;
                if (line == fitting[0])
                {
                    continue;
                }
                if (line.Label != fitting[0].Label)
                {
                    throw FormatError.Corrupt(
                        _name,
                        line.Offset,
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"line {line.Number} labels {PrintableText.Escape(name, 80)} '{PrintableText.Escape(line.Label, 20)}', line "
                                + $"{fitting[0].Number} '{PrintableText.Escape(fitting[0].Label, 20)}'"
                        )
                    );
                }
                _repeated.Add(line);
            }

            return fitting[0].Label;
        }

        return null;
    }

    private static string Stems(IReadOnlyList<DatasetInput> inputs) => string.Join(", ", inputs.Select(input => input.Stem));

    private static string Lines(LabelLine[] lines)
    {
        var shown = ShortList.Join(
            lines,
            MaxShown,
            line =>
                string.Create(CultureInfo.InvariantCulture, $"{line.Number} ({PrintableText.Escape(line.Keys[(int)line.BestKey]!, 80)})")
        );
        return string.Create(CultureInfo.InvariantCulture, $"{(lines.Length == 1 ? "line" : $"{lines.Length} lines:")} {shown}");
    }
}

/// <summary>Column of labels: those of the file, and those of the input where the file has none.</summary>
/// <param name="below">The input's own labels; null where the input has none.</param>
/// <param name="labels">Labels of the file by row; null for rows that it does not name.</param>
internal sealed class LabelColumn(TableColumn? below, string?[] labels) : TableColumn(DatasetColumns.Label, below?.Storage ?? "object")
{
    public override CellKind? CommonKind => below is null ? CellKind.Text : null;

    public override Cell this[long row] => labels[row] is { } label ? new Cell(CellKind.Text, label) : below?[row] ?? Cell.Missing;
}
