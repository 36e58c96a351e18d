using System.Text;
using LungSeg.Core.Conversion.Metadata;
using LungSeg.Core.Conversion.Runs;
using LungSeg.Core.Formats.Documents;
using LungSeg.Core.Formats.HuggingFace;
using LungSeg.Core.Imaging;
using LungSeg.Core.Sharding;

namespace LungSeg.Core.Conversion.Pictures;

/// <summary>
/// A Hugging Face image folder: for each part <c>PART/images</c>, <c>PART/masks</c> and <c>PART/metadata.jsonl</c>, and a card.
/// </summary>
internal sealed class HfExport : IVerifiedExport
{
    /// <summary>Part of all rows without a split.</summary>
    private const string OnlyPart = "train";

    private const string Table = "metadata.jsonl";

    public string Name => "hf";

    public string Summary => "Hugging Face image folder: 8-bit images, mask pictures, metadata.jsonl for each split, README.md card";

    public ExportTraits Traits { get; } = new() { Window = WindowUse.Always, Uses = ExportOptions.OfSlices | ExportOptions.MaskValue };

    public void Write(ExportRun run)
    {
        MetadataColumn[] columns = [.. run.Metadata.OfRow, run.Metadata.LesionPixels];
        var splits = new List<(string Folder, int Rows)>();
        foreach (var (part, rows) in Groups(run))
        {
            splits.Add((part, rows.Length));
            using var table = File.Create(run.PathOf($"{part}/{Table}"));
            run.ForEach(
                rows,
                slice =>
                {
                    PicturePair.Write(
                        run,
                        slice,
                        ImageFile.Encode(run.Pixels.GetGrey(slice), (slice.Height, slice.Width), PngExport.Compression),
                        OnlyPart
                    );
                    return slice.LesionPixels;
                },
                (row, lesionPixels) => WriteLine(table, row, columns),
                PieceCodec.Number
            );
        }

        var card = new HfCard
        {
            Title = "Lung CT slices with cancer masks",
            Body = Body(run),
            Splits = splits,
            Features = [("image", "image"), ("mask", "image"), .. columns.Select(column => (column.Name, TypeOf(column.Type)))],
        };
        run.WriteFile(HfCard.FileName, Encoding.UTF8.GetBytes(card.ToString()));
    }

    public void Verify(ExportRun run) => PicturePair.Verify(run, picture => picture.Samples8.ToArray(), run.Pixels.GetGrey, OnlyPart);

    /// <summary>Rows of each folder; those without a part and those of the part <c>train</c> share one.</summary>
    private static IEnumerable<(string Part, ExportRow[] Rows)> Groups(ExportRun run) =>
        PartNames
            .Groups(run)
            .GroupBy(group => group.Name ?? OnlyPart, group => group.Rows)
            .Select(group => (group.Key, group.SelectMany(rows => rows).ToArray()));

    private static void WriteLine(Stream table, ExportRow row, IEnumerable<MetadataColumn> columns)
    {
        using (var json = JsonText.WriterOf(table, isIndented: false))
        {
            json.WriteStartObject();
            json.WriteString("file_name", $"images/{row.FileStem}.png");
            json.WriteString("mask_file_name", $"masks/{row.FileStem}.png");
            foreach (var column in columns)
            {
                JsonText.Write(json, column.Name, column.GetValue(row));
            }

            json.WriteEndObject();
        }

        table.WriteByte((byte)'\n');
    }

    /// <summary>A type as Arrow calls it.</summary>
    private static string TypeOf(MetadataType type) =>
        type switch
        {
            MetadataType.Integer => "int64",
            MetadataType.Real => "float64",
            _ => "string",
        };

    private static string Body(ExportRun run) =>
        FormattableString
            .Invariant(
                $"""
                Written by `lungseg convert --to hf`; `manifest.json` has all parameters.

                - `image`: {(
                    Model.HuColumns.Name(run.Options.Image)
                )}, 8-bit grey, HU {run.Window!.Value.Low} to {run.Window.Value.High}.
                - `mask`: cancer area, 0 and {run.Options.MaskValue}.
                - `label1`: Lung-RADS class as in the source; `class` and `class_id`: the class and its number.
                - `lesion_px`: pixels of the mask that are not 0.

                The licence above is a placeholder: the tool does not know the terms of its input. Fill it in before you publish.

                """
            )
            .ReplaceLineEndings("\n");
}
