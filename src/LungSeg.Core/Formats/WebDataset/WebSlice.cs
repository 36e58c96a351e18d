using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Arrays;
using LungSeg.Core.Formats.Folders;
using LungSeg.Core.Formats.Masks;
using LungSeg.Core.Formats.Npy;
using LungSeg.Core.Formats.Png;
using LungSeg.Core.Formats.Tar;
using LungSeg.Core.Model;

namespace LungSeg.Core.Formats.WebDataset;

/// <summary>The image or the mask of a sample: a .npy or a picture within an archive.</summary>
internal sealed class WebSlice : ISliceFile
{
    private readonly WebArchive _archive;
    private readonly TarFile _file;
    private readonly ArrayInfo? _array;
    private readonly PictureMember? _picture;

    private WebSlice(WebArchive archive, TarFile file, ArrayInfo? array, PictureMember? picture, bool holdsHu) =>
        (_archive, _file, _array, _picture, HoldsHu) = (archive, file, array, picture, holdsHu);

    public string File => _archive.File;

    public int Slices => 1;

    public DType DType => _picture?.DType ?? _array!.DType.With(ByteOrder.Little);

    public PixelSpacing? SpacingMm => null;

    public SliceSize Size => _picture?.Size ?? new((int)_array!.Shape[0], (int)_array.Shape[1]);

    public VoxelGrid? Grid => null;

    public bool HoldsHu { get; }

    /// <summary>Reads the header of a member.</summary>
    /// <exception cref="DatasetFormatException">It is damaged, or no slice.</exception>
    public static WebSlice Open(WebArchive archive, IByteSource source, TarFile file, bool isMask, bool isGrey, ReadLimits limits)
    {
        using var member = GetMember(source, file);
        if (!file.Name.EndsWith(".npy", StringComparison.OrdinalIgnoreCase))
        {
            var reading = new PictureReading(limits, isMask ? PictureContent.Mask : PictureContent.Image);
            return new WebSlice(archive, file, null, PictureMember.Read(member, reading, IsJpeg(file.Name)), holdsHu: isMask);
        }
        var array = NpyReader.Identify(member);
        return SliceForms.Find(array) is { Decoder: null, Shape: [> 0 and <= int.MaxValue, > 0 and <= int.MaxValue] } slice
            ? new WebSlice(archive, file, slice, null, holdsHu: !isGrey || isMask)
            : throw FormatError.Unsupported(
                member.Name,
                $"an array of {array.DType.Name}, shape ({string.Join(", ", array.Shape)}), is no slice [row, col]"
            );
    }

    public ArrayInfo Slice(int index) =>
        ArrayInfo.Decoded(DType, [Size.Height, Size.Width], new Payload(_file.Offset, _file.Length), new Decoder(this));

    private static bool IsJpeg(string name) => !name.EndsWith(".png", StringComparison.OrdinalIgnoreCase);

    private static SliceByteSource GetMember(IByteSource source, TarFile file) =>
        new(source, file.Offset, file.Length, source.Name with { Entry = file.Name });

    private sealed class Decoder(WebSlice slice) : IArrayDecoder
    {
        public void Decode(IByteSource source, Span<byte> destination)
        {
            using var archive = slice._archive.Open();
            using var member = GetMember(archive, slice._file);
            if (slice._picture is { } picture)
            {
                picture.Decode(member, destination);
            }
            else
            {
                ArrayReader.Read(member, slice._array!, destination);
            }
        }
    }
}
