using LungSeg.Core.Conversion.Runs;
using LungSeg.Core.Datasets;

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
        var metadata = run.Metadata;
        MetadataColumn[] columns =
        [
            RowMetadata.Row,
            FileStem,
            .. metadata.RowColumns.Skip(1),
            metadata.Height,
            metadata.Width,
            metadata.LesionPixels,
        ];
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
}
