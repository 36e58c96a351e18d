using CsvHelper;
using LungSeg.Core.Conversion.Runs;
using LungSeg.Core.Datasets;

namespace LungSeg.Core.Conversion.Metadata;

/// <summary>A CSV with one line a row: name, label, class, its number, place in the split, and what the input says of it.</summary>
internal sealed class RowTable : IDisposable
{
    /// <summary>Name of the table in an output folder.</summary>
    public const string FileName = "labels.csv";

    private static readonly string[] Before = ["row", "file", "label1", "class", "class_id"];
    private static readonly string[] After = ["rows", "columns", "lesion_px"];
    private readonly StreamWriter _text;
    private readonly CsvWriter _csv;
    private readonly ExportRun _run;
    private readonly (string Name, IReadOnlyList<string?> Values)[] _texts;

    private RowTable(ExportRun run, string path)
    {
        _run = run;
        _texts = [.. RowTexts.Of(run)];
        _text = new StreamWriter(path, append: false);
        _csv = CsvOutput.Over(_text);
        foreach (var name in Before.Concat(_texts.Select(text => text.Name)).Concat(After))
            _csv.WriteField(name);
        _csv.NextRecord();
    }

    /// <summary>Writes a table of rows, once their slices are written. Size and lesion pixels are empty where a row gave none.</summary>
    public static void Save(ExportRun run, string path, IEnumerable<ExportRow> rows)
    {
        if (run.Kept is not null) // It is written when the shards are joined.
            return;
        using var table = new RowTable(run, path);
        foreach (var row in rows)
            table.Write(row);
    }

    private void Write(ExportRow row)
    {
        var figures = _run.Figures.Of(row);
        _csv.WriteField(row.Name);
        _csv.WriteField(row.FileStem);
        _csv.WriteField(row.Row.LabelText);
        _csv.WriteField(_run.Classes.NameOf(row.Row));
        _csv.WriteField(_run.Classes.NumberOf(row.Row));
        foreach (var (_, values) in _texts)
            _csv.WriteField(values[row.Position]);
        _csv.WriteField(figures?.Rows);
        _csv.WriteField(figures?.Columns);
        _csv.WriteField(figures?.LesionPixels);
        _csv.NextRecord();
    }

    public void Dispose()
    {
        _csv.Dispose();
        _text.Dispose();
    }
}
