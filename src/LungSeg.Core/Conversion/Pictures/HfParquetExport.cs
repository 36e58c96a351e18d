using System.Globalization;
using LungSeg.Core.Conversion.Metadata;
using LungSeg.Core.Conversion.Runs;
using LungSeg.Core.Conversion.Slices;
using LungSeg.Core.Conversion.Tables;
using LungSeg.Core.Formats.Documents;
using LungSeg.Core.Sharding;

namespace LungSeg.Core.Conversion.Pictures;

/// <summary>
/// Parquet for the Hugging Face hub, <c>data/PART-00000.parquet</c> with pictures in it, and a card whose configurations are the parts
/// and, where the split has folds, each fold.
/// </summary>
/// <remarks>
/// huggingface/datasets, features/image.py: a picture is a group of bytes and path, and the features stand in the schema's metadata.
/// </remarks>
internal sealed class HfParquetExport(ExportRun run) : SliceExport<HfPictures>(run)
{
    private const int LargestMegabytes = 500;
    private const string Main = "train";

    private readonly long _maximum = run.Options.LargestPart ?? (Math.Min(run.Options.ShardMegabytes, LargestMegabytes) * 1_000_000L);
    private readonly List<Shard> _shards = [];
    private HfParquetFile? _file;

    public static ExportFormat Format { get; } =
        PngExport.Format with
        {
            Name = "hf-parquet",
            Summary = "Parquet for the Hugging Face hub: image, mask and overlay as pictures within, README.md card",
            Start = run => new HfParquetExport(run),
            Uses = PngExport.Format.Uses | ExportOptions.ShardMegabytes,
            Columns = new() { Reserved = [.. HfPictures.Names, "row", "class", "class_id", "rows", "columns", "lesion_px"] },
        };

    public override IReadOnlyList<ExportRow> Order { get; } = [.. run.Parts.SelectMany(part => part.Rows.OrderBy(row => row.Fold ?? -1))];

    public override PieceCodec<HfPictures> Codec => HfPictures.Codec;

    protected override HfPictures Encode(ExportSlice slice, RowFiles files) => HfPictures.Create(Run, slice);

    public override void Add(ExportRow row, HfPictures record)
    {
        var (part, fold) = (row.PartName ?? Main, row.Fold);
        var isSame = _shards is [.., var last] && last.Part == part && last.Fold == fold;
        if (_file is null || !isSame || _file.GetBytesWith(row, record) > _maximum)
        {
            _file?.Finish();
            Close();
            var number = isSame ? _shards[^1].Number + 1 : 0;
            _shards.Add(new Shard(part, fold, number));
            _file = new HfParquetFile(Run, _shards[^1].Name, new HubColumns(Columns, Features));
        }
        _shards[^1].Rows++;
        Run.Manifest.SetRow(row, _shards[^1].Name);
        _file.Add(row, record);
    }

    public override void Finish()
    {
        _file?.Finish();
        Close();
        HubReadme.Write(Run, [.. ListConfigs()], Features, GetBody());
    }

    /// <inheritdoc/>
    /// <remarks>The pictures are decoded: HU do not come back from their 256 steps, and the format is no input.</remarks>
    public override void Verify(ReadBack back)
    {
        foreach (var rows in Order.GroupBy(row => (Part: row.PartName ?? Main, row.Fold)))
        {
            var left = rows.ToArray().AsMemory();
            for (var number = 0; left.Length > 0; number++)
            {
                var name = new Shard(rows.Key.Part, rows.Key.Fold, number).Name;
                left = left[HfParquetFile.Verify(Run, back, name, left, new HubColumns(Columns, Features))..];
            }
        }
    }

    protected override void Close()
    {
        _file?.Dispose();
        _file = null;
    }

    private IReadOnlyList<MetadataColumn> Columns =>
        field ??= [.. Run.Metadata.RowColumns, Run.Metadata.Height, Run.Metadata.Width, Run.Metadata.LesionPixels];

    private IReadOnlyList<HubFeature> Features =>
        field ??= [
            .. HfPictures.Names.Select(name => new HubFeature(name, "image")),
            .. Columns.Select(column => new HubFeature(column.Name, GetType(column))),
        ];

    private static string GetType(MetadataColumn column) =>
        column.Type switch
        {
            MetadataType.Integer => "int32",
            MetadataType.Long => "int64",
            MetadataType.Real => "float64",
            MetadataType.Bool => "bool",
            MetadataType.Date when ParquetRows.HoldsDates(column) => column.Zone is null ? "timestamp[us]" : "timestamp[us, tz=UTC]",
            _ => "string",
        };

    /// <summary>The parts, and for each fold what the others train and it validates.</summary>
    private IEnumerable<HubSplit> ListConfigs()
    {
        foreach (var part in _shards.GroupBy(shard => shard.Part))
        {
            yield return CreateSplit("default", part.Key, part);
        }
        foreach (var fold in _shards.Select(shard => shard.Fold).OfType<int>().Distinct().Order())
        {
            var config = string.Create(CultureInfo.InvariantCulture, $"fold{fold}");
            yield return CreateSplit(config, Main, _shards.Where(shard => shard.Fold is { } other && other != fold));
            yield return CreateSplit(config, "val", _shards.Where(shard => shard.Fold == fold));
        }
    }

    private static HubSplit CreateSplit(string config, string part, IEnumerable<Shard> shards) =>
        new(config, part, shards.Sum(shard => shard.Rows), [.. shards.Select(shard => shard.Name)]);

    private string GetBody() =>
        FormattableString
            .Invariant(
                $"""
                Written by `lungseg convert` as hf-parquet; `manifest.json` has all parameters.

                - `image`: {Model.HuColumns.Name(Run.Options.Image)}, 8-bit grey, HU {Run.Window!.Value.Low} to {Run.Window.Value.High}.
                - `mask`: cancer area, 0 and {Run.Options.MaskValue}. `overlay`: the image with the outline of the mask in red.
                - `label1`: Lung-RADS class as in the source; `class` and `class_id`: the class and its number.
                - `lesion_px`: pixels of the mask that are not 0.

                The licence above is a placeholder: the tool does not know the terms of its input. Fill it in before you publish.

                """
            )
            .ReplaceLineEndings("\n");

    /// <summary>A file of rows of one part and fold.</summary>
    private sealed record Shard(string Part, int? Fold, int Number)
    {
        public int Rows { get; set; }

        public string Name =>
            string.Create(
                CultureInfo.InvariantCulture,
                $"data/{Part}{(Fold is { } fold ? $"-fold{fold}" : string.Empty)}-{Number:00000}.parquet"
            );
    }
}
