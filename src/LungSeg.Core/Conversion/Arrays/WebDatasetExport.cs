using System.Formats.Tar;
using System.Globalization;
using LungSeg.Core.Bytes;
using LungSeg.Core.Conversion.Metadata;
using LungSeg.Core.Conversion.Pictures;
using LungSeg.Core.Conversion.Runs;
using LungSeg.Core.Conversion.Slices;
using LungSeg.Core.Formats.Documents;
using LungSeg.Core.Formats.Npy;
using LungSeg.Core.Formats.Tar;
using LungSeg.Core.Imaging;
using LungSeg.Core.Sharding;

namespace LungSeg.Core.Conversion.Arrays;

/// <summary>
/// Tar shards for WebDataset: of each row <c>KEY.image.npy</c>, <c>KEY.mask.png</c>, <c>KEY.cls</c> and <c>KEY.json</c>, one after another.
/// </summary>
internal sealed class WebDatasetExport : IVerifiedExport
{
    // Classifiers need a number in every sample; this one is outside all classes.
    private const int NoClass = -1;

    public string Name => "webdataset";

    public string Summary => "tar shards lungseg-[PART-]000000.tar: image.npy, mask.png (0/1), cls and json of each row";

    public ExportTraits Traits { get; } =
        new()
        {
            Window = WindowUse.OnRequest,
            DTypes = [ImageDType.Int16, ImageDType.Float32, ImageDType.Float64],
            Uses = ExportOptions.OfSlices | ExportOptions.ShardMegabytes,
        };

    public void Write(ExportRun run)
    {
        run.Manifest.Set("class_names", run.Classes.Names);
        foreach (var (part, rows) in PartNames.Groups(run))
        {
            using var shards = new ShardedTar(run, part);
            run.ForEach(
                rows,
                slice => Sample(run, slice),
                (row, sample) => run.Manifest.SetRow(row, shards.Write(sample)),
                PieceCodec.Bytes
            );
        }
    }

    public void Verify(ExportRun run)
    {
        foreach (var (part, rows) in PartNames.Groups(run))
        {
            using var shards = Members(run, part).GetEnumerator();
            run.ForEach(
                rows,
                slice => (Image: Image(run, slice), Mask: slice.Mask.ToArray()),
                (row, expected) =>
                {
                    ReadBack.Same(run, row, "image", Next(run, row, shards, ".image.npy"), expected.Image);
                    var mask = ImageFile.Decode(Next(run, row, shards, ".mask.png"), row.FileStem);
                    ReadBack.Same(run, row, "mask", mask.Samples8, expected.Mask);
                    ReadBack.Same(run, row, "class", System.Text.Encoding.ASCII.GetString(Next(run, row, shards, ".cls")), Class(run, row));
                    _ = Next(run, row, shards, ".json");
                }
            );
            if (shards.MoveNext())
                throw FormatError.Corrupt(
                    new SourceName(run.Options.Output, null, run.Export.Name),
                    $"read back, {shards.Current.Name} is not expected"
                );
        }
    }

    private static ArraySegment<byte> Sample(ExportRun run, ExportSlice slice)
    {
        var key = slice.Row.FileStem;
        var image = Image(run, slice);
        using var sample = new MemoryStream(image.Length + (1 << 14));
        TarMember.Append(sample, key + ".image.npy", image);
        TarMember.Append(sample, key + ".mask.png", ImageFile.Encode(slice.Mask, (slice.Height, slice.Width), GreyPicture.Compression));
        TarMember.Append(sample, key + ".cls", System.Text.Encoding.ASCII.GetBytes(Class(run, slice.Row)));
        TarMember.Append(sample, key + ".json", Metadata(run, slice));
        return new ArraySegment<byte>(sample.GetBuffer(), 0, (int)sample.Length);
    }

    private static byte[] Image(ExportRun run, ExportSlice slice)
    {
        var dtype = run.Pixels.ChooseType(slice);
        return [.. NpyWriter.Header(dtype, slice.Height, slice.Width), .. run.Pixels.GetImage(slice, dtype)];
    }

    private static string Class(ExportRun run, ExportRow row) =>
        (run.Classes.NumberOf(row.Row) ?? NoClass).ToString(CultureInfo.InvariantCulture);

    private static byte[] Metadata(ExportRun run, ExportSlice slice)
    {
        using var bytes = new MemoryStream();
        using (var json = JsonText.WriterOf(bytes, isIndented: false))
        {
            json.WriteStartObject();
            var metadata = run.Metadata;
            MetadataColumn[] first =
            [
                RowMetadata.Row,
                RowMetadata.Label,
                metadata.Class,
                metadata.Height,
                metadata.Width,
                metadata.LesionPixels,
            ];
            foreach (var column in first)
            {
                JsonText.Write(json, column.Name, column.GetValue(slice.Row));
            }

            foreach (var column in metadata.Known)
            {
                json.WriteString(column.Name, column.GetText(slice.Row));
            }

            json.WriteEndObject();
        }

        return bytes.ToArray();
    }

    /// <summary>The members of a part's shards, in order.</summary>
    private static IEnumerable<TarEntry> Members(ExportRun run, string? part)
    {
        for (var number = 0; run.PathOf(ShardedTar.NameOf(part, number)) is var path && File.Exists(path); number++)
        {
            using var reader = new TarReader(File.OpenRead(path));
            while (reader.GetNextEntry() is { } entry)
                yield return entry;
        }
    }

    private static byte[] Next(ExportRun run, ExportRow row, IEnumerator<TarEntry> members, string suffix)
    {
        ReadBack.Same(run, row, "member", members.MoveNext() ? members.Current.Name : null, row.FileStem + suffix);
        using var content = new MemoryStream();
        members.Current.DataStream?.CopyTo(content);
        return content.ToArray();
    }
}
