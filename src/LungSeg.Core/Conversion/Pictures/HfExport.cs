using LungSeg.Core.Conversion.Runs;
using LungSeg.Core.Formats.Documents;

namespace LungSeg.Core.Conversion.Pictures;

/// <summary>
/// A Hugging Face image folder: for each part <c>PART/images</c>, <c>PART/masks</c> and <c>PART/metadata.jsonl</c>, and a card.
/// </summary>
internal sealed class HfExport : PngExport
{
    private const string Table = "metadata.jsonl";
    private const string MainPart = "train";
    private readonly HfColumns _columns;
    private readonly List<(string Folder, int Rows)> _splits = [];
    private FileStream? _table;

    public HfExport(ExportRun run)
        : base(run)
    {
        _columns = new HfColumns(run, GetFolder);
        if (_columns.LeftOut.Length > 0)
        {
            run.Notes.Add($"columns that a part has no value of are left out: {string.Join(", ", _columns.LeftOut)}");
        }
    }

    public static new ExportFormat Format { get; } =
        PngExport.Format with
        {
            Name = "hf",
            Summary = "Hugging Face image folder: 8-bit images, mask pictures, metadata.jsonl for each split, README.md card",
            Start = run => new HfExport(run),
            Columns = new() { Reserved = ["image", "mask", "row", "class", "class_id", "lesion_px"], ReservesFileNames = true },
        };

    /// <inheritdoc/>
    protected override string OnlyPart => MainPart;

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
        Run.Manifest.LeaveOut(_columns.LeftOut);
        HubReadme.Write(
            Run,
            [.. _splits.Select(split => new HubSplit("default", split.Folder, split.Rows, [$"{split.Folder}/**"]))],
            [new("image", "image"), new("mask", "image"), .. _columns.Features.Select(column => new HubFeature(column.Name, column.DType))],
            GetBody()
        );
    }

    protected override void Close() => _table?.Dispose();

    /// <summary>Folder of a row. Rows without a part and rows of the part <c>train</c> share a folder.</summary>
    private static string GetFolder(ExportRow row) => row.PartName ?? MainPart;

    protected override void VerifyTable(ReadBack back)
    {
        foreach (var rows in Order.GroupBy(GetFolder))
        {
            using var expected = new MemoryStream();
            foreach (var row in rows)
            {
                WriteLine(expected, row);
            }

            back.SameFile($"{rows.Key}/{Table}", expected.ToArray());
        }
    }

    private void WriteLine(Stream table, ExportRow row)
    {
        using (var json = JsonText.CreateWriter(table, isIndented: false))
        {
            json.WriteStartObject();
            json.WriteString("file_name", $"images/{row.FileStem}.png");
            json.WriteString("mask_file_name", $"masks/{row.FileStem}.png");
            _columns.Write(json, row);
            json.WriteEndObject();
        }

        table.WriteByte((byte)'\n');
    }

    private string GetBody()
    {
        var leftOut =
            _columns.LeftOut.Length > 0 ? $"\n- Left out, since a split has no value of it: {string.Join(", ", _columns.LeftOut)}." : null;
        return FormattableString
            .Invariant(
                $"""
                Written by `lungseg convert --to hf`; `manifest.json` has all parameters.

                - `image`: {(
                    Model.HuColumns.Name(Run.Options.Image)
                )}, 8-bit grey, HU {Run.Window!.Value.Low} to {Run.Window.Value.High}.
                - `mask`: cancer area, 0 and {Run.Options.MaskValue}.
                - `label1`: Lung-RADS class as in the source; `class` and `class_id`: the class and its number.
                - `lesion_px`: pixels of the mask that are not 0.{leftOut}

                The licence above is a placeholder: the tool does not know the terms of its input. Fill it in before you publish.

                """
            )
            .ReplaceLineEndings("\n");
    }
}
