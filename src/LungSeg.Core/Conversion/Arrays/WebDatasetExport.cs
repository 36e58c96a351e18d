using System.Globalization;
using System.Text;
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
/// Tar archives for WebDataset: of each row <c>KEY.image.npy</c>, <c>KEY.mask.png</c>, <c>KEY.cls</c> and <c>KEY.json</c>, one after
/// another.
/// </summary>
internal sealed class WebDatasetExport(ExportRun run) : SliceExport<ArraySegment<byte>>(run)
{
    // Classifiers need a number in every sample; this one is outside all classes.
    private const int NoClass = -1;

    private TarArchives? _archives;
    private string? _part;

    public static ExportFormat Format { get; } =
        new()
        {
            Name = "webdataset",
            Summary = "tar shards lungseg-[PART-]000000.tar: image.npy, mask.png (0/1), cls and json of each row",
            Start = run => new WebDatasetExport(run),
            Window = WindowUse.OnRequest,
            DTypes = [ImageDType.Int16, ImageDType.Float32, ImageDType.Float64],
            Columns = new() { Reserved = ["row", "class", "rows", "columns", "lesion_px"] },
            Uses = ExportOptions.Slices | ExportOptions.ShardMegabytes,
        };

    public override IReadOnlyList<ExportRow> Order => Run.RowsByPart;

    public override PieceCodec<ArraySegment<byte>> Codec => PieceCodec.Bytes;

    public override void Add(ExportRow row, ArraySegment<byte> sample)
    {
        if (_archives is null || _part != row.PartName)
        {
            Close();
            (_archives, _part) = (new TarArchives(Run, row.PartName), row.PartName);
        }

        Run.Manifest.SetRow(row, _archives.Write(sample));
    }

    public override void Finish()
    {
        Close();
        Run.Manifest.Set("class_names", Run.Classes.Names);
    }

    public override void Verify(ReadBack back)
    {
        foreach (var part in Run.Parts)
        {
            using var members = ReadMembers(part.Name).GetEnumerator();
            Run.InOrder(
                part.Rows,
                row =>
                {
                    using var slice = Run.Slices.Load(row);
                    back.SameFigures(slice);
                    return (Image: GetImage(slice), Mask: slice.Mask.ToArray());
                },
                (row, expected) =>
                {
                    back.Same(row, "image", Next(back, row, members, ".image.npy"), expected.Image);
                    var mask = ImageFile.Decode(Next(back, row, members, ".mask.png"), row.FileStem);
                    back.SameSize(row, "mask", mask.Size, Run.Slices.GetSize(row.Row));
                    back.Same(row, "mask", mask.Samples8, expected.Mask);
                    back.Same(row, "class", Encoding.ASCII.GetString(Next(back, row, members, ".cls")), GetClass(row));
                    back.Same(row, "metadata", Next(back, row, members, ".json"), GetMetadata(row));
                }
            );
            if (members.MoveNext())
            {
                throw FormatError.Corrupt(
                    new SourceName(Run.Options.Output, null, Format.Name),
                    $"read back, {members.Current.Name} is not expected"
                );
            }
        }
    }

    protected override ArraySegment<byte> Encode(ExportSlice slice, RowFiles files)
    {
        var key = slice.Row.FileStem;
        var image = GetImage(slice);
        using var sample = new MemoryStream(image.Length + (1 << 14));
        TarMember.Append(sample, key + ".image.npy", image);
        TarMember.Append(sample, key + ".mask.png", GreyPicture.EncodeMask(slice.Mask, slice));
        TarMember.Append(sample, key + ".cls", Encoding.ASCII.GetBytes(GetClass(slice.Row)));
        TarMember.Append(sample, key + ".json", GetMetadata(slice.Row));
        return new ArraySegment<byte>(sample.GetBuffer(), 0, (int)sample.Length);
    }

    protected override void Close() => _archives?.Dispose();

    private byte[] GetImage(ExportSlice slice)
    {
        var dtype = Run.Pixels.ChooseType(slice);
        return [.. NpyWriter.Header(dtype, slice.Height, slice.Width), .. Run.Pixels.GetImage(slice, dtype)];
    }

    private string GetClass(ExportRow row) => (Run.Classes.GetNumber(row.Row) ?? NoClass).ToString(CultureInfo.InvariantCulture);

    private byte[] GetMetadata(ExportRow row)
    {
        using var bytes = new MemoryStream();
        using (var json = JsonText.CreateWriter(bytes, isIndented: false))
        {
            json.WriteStartObject();
            var metadata = Run.Metadata;
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
                JsonText.Write(json, column.Name, column.GetValue(row));
            }

            foreach (var column in metadata.Known.Concat(metadata.Extra))
            {
                JsonText.Write(json, column.Name, column.GetPlain(row));
            }

            json.WriteEndObject();
        }

        return bytes.ToArray();
    }

    /// <summary>Reads the members of a part's archives, in order.</summary>
    private IEnumerable<(string Name, byte[] Content)> ReadMembers(string? part)
    {
        for (var number = 0; Run.GetPath(TarArchives.GetName(part, number)) is var path && File.Exists(path); number++)
        {
            using var archive = FileByteSource.Open(path);
            foreach (var member in TarReader.List(archive, ReadLimits.Default))
            {
                var content = new byte[member.Length];
                archive.ReadExactly(member.Offset, content, "member");
                yield return (member.Name, content);
            }
        }
    }

    private static byte[] Next(ReadBack back, ExportRow row, IEnumerator<(string Name, byte[] Content)> members, string suffix)
    {
        back.Same(row, "member", members.MoveNext() ? members.Current.Name : null, row.FileStem + suffix);
        return members.Current.Content;
    }
}
