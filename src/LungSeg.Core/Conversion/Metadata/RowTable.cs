using LungSeg.Core.Bytes;
using LungSeg.Core.Conversion.Runs;
using LungSeg.Core.Datasets;
using LungSeg.Core.Formats.Documents;

namespace LungSeg.Core.Conversion.Metadata;

/// <summary>A CSV with one line a row: its metadata, the name of its files, and the size and lesion pixels of its slice.</summary>
internal static class RowTable
{
    /// <summary>Name of the table in an output folder.</summary>
    public const string FileName = "labels.csv";

    private static readonly MetadataColumn FileStem = new("file", MetadataType.Text, row => row.FileStem);

    /// <summary>Writes the table of all rows, once their slices are written.</summary>
    public static void Save(ExportRun run) => Save(run, FileName, run.Rows);

    /// <summary>Writes a table of rows, once their slices are written. Size and lesion pixels are empty where a row gave none.</summary>
    public static void Save(ExportRun run, string name, IEnumerable<ExportRow> rows)
    {
        var columns = GetColumns(run);
        using var text = new StreamWriter(run.Files.Create(name));
        using var csv = CsvQuoting.Over(text);
        foreach (var column in columns)
        {
            csv.WriteField(column.Name);
        }

        csv.NextRecord();
        foreach (var row in rows)
        {
            foreach (var column in columns)
            {
                csv.WriteField(column.GetText(row));
            }

            csv.NextRecord();
        }
    }

    /// <summary>Reads the table of all rows back, and compares each field.</summary>
    /// <exception cref="DatasetFormatException">A field differs, or the table cannot be read.</exception>
    public static void Verify(ExportRun run, ReadBack back) => Verify(run, back, FileName, run.Rows);

    /// <summary>Reads a table back, and compares each field.</summary>
    /// <inheritdoc cref="Verify(ExportRun, ReadBack)"/>
    public static void Verify(ExportRun run, ReadBack back, string name, IReadOnlyList<ExportRow> rows)
    {
        var columns = GetColumns(run);
        string[] header = [];
        var lines = CsvRecords.Read<string[]>(
            File.ReadAllBytes(run.Format.IsFolder ? run.GetPath(name) : run.Path),
            new SourceName(run.Options.Output, name, run.Format.Name),
            names =>
            {
                header = names;
                return line => line.Fields;
            }
        );
        back.SameCount(lines.Count, rows.Count);
        for (var i = 0; i < rows.Count; i++)
        {
            back.Same(rows[i], $"columns of {name}", string.Join(',', header), string.Join(',', columns.Select(column => column.Name)));
            for (var at = 0; at < columns.Length; at++)
            {
                back.SameText(rows[i], columns[at], lines[i][at]);
            }
        }
    }

    private static MetadataColumn[] GetColumns(ExportRun run) =>
        [RowMetadata.Row, FileStem, .. run.Metadata.RowColumns.Skip(1), run.Metadata.Height, run.Metadata.Width, run.Metadata.LesionPixels];
}
