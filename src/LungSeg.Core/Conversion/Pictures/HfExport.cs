using System.Text;
using LungSeg.Core.Conversion.Metadata;
using LungSeg.Core.Conversion.Runs;
using LungSeg.Core.Formats.Documents;
using LungSeg.Core.Formats.HuggingFace;

namespace LungSeg.Core.Conversion.Pictures;

/// <summary>
/// A Hugging Face image folder: for each part <c>PART/images</c>, <c>PART/masks</c> and <c>PART/metadata.jsonl</c>, and a card.
/// </summary>
internal sealed class HfExport(ExportRun run) : PngExport(run)
{
    private const string Table = "metadata.jsonl";
    private readonly MetadataColumn[] _columns = [.. run.Metadata.RowColumns, run.Metadata.LesionPixels];
    private readonly List<(string Folder, int Rows)> _splits = [];
    private FileStream? _table;

    public static new ExportFormat Format { get; } =
        PngExport.Format with
        {
            Name = "hf",
            Summary = "Hugging Face image folder: 8-bit images, mask pictures, metadata.jsonl for each split, README.md card",
            Start = run => new HfExport(run),
        };

    /// <inheritdoc/>
    protected override string OnlyPart => "train";

    public override IReadOnlyList<ExportRow> Order => Run.RowsByPart;

    public override void Add(ExportRow row, NoRecord record)
    {
        var folder = GetFolder(row);
        if (_splits is not [.., var last] || last.Folder != folder)
        {
            _table?.Dispose();
            _table = Run.Files.Create($"{folder}/{Table}");
            _splits.Add((folder, Run.Rows.Count(other => GetFolder(other) == folder)));
        }

        WriteLine(_table!, row);
    }

    public override void Finish()
    {
        _table?.Dispose();
        var card = new HfCard
        {
            Title = "Lung CT slices with cancer masks",
            Body = GetBody(),
            Splits = _splits,
            Features = [("image", "image"), ("mask", "image"), .. _columns.Select(column => (column.Name, GetDType(column.Type)))],
        };
        Run.Files.Write(HfCard.FileName, Encoding.UTF8.GetBytes(card.ToString()));
    }

    protected override void Close() => _table?.Dispose();

    /// <summary>Folder of a row; those without a part and those of the part <c>train</c> share one.</summary>
    private string GetFolder(ExportRow row) => row.PartName ?? OnlyPart;

    private void WriteLine(FileStream table, ExportRow row)
    {
        using (var json = JsonText.CreateWriter(table, isIndented: false))
        {
            json.WriteStartObject();
            json.WriteString("file_name", $"images/{row.FileStem}.png");
            json.WriteString("mask_file_name", $"masks/{row.FileStem}.png");
            foreach (var column in _columns)
            {
                JsonText.Write(json, column.Name, column.GetValue(row));
            }

            json.WriteEndObject();
        }

        table.WriteByte((byte)'\n');
    }

    /// <summary>A type as Arrow calls it.</summary>
    private static string GetDType(MetadataType type) =>
        type switch
        {
            MetadataType.Integer => "int64",
            MetadataType.Real => "float64",
            _ => "string",
        };

    private string GetBody() =>
        FormattableString
            .Invariant(
                $"""
                Written by `lungseg convert --to hf`; `manifest.json` has all parameters.

                - `image`: {(
                    Model.HuColumns.Name(Run.Options.Image)
                )}, 8-bit grey, HU {Run.Window!.Value.Low} to {Run.Window.Value.High}.
                - `mask`: cancer area, 0 and {Run.Options.MaskValue}.
                - `label1`: Lung-RADS class as in the source; `class` and `class_id`: the class and its number.
                - `lesion_px`: pixels of the mask that are not 0.

                The licence above is a placeholder: the tool does not know the terms of its input. Fill it in before you publish.

                """
            )
            .ReplaceLineEndings("\n");
}
