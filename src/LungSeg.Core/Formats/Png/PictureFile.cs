using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Arrays;
using LungSeg.Core.Formats.Folders;
using LungSeg.Core.Formats.Masks;
using LungSeg.Core.Model;

namespace LungSeg.Core.Formats.Png;

/// <summary>A PNG or JPEG of a folder that is grey in content: one slice.</summary>
internal sealed class PictureFile : ISliceFile
{
    private readonly FolderSource _folder;
    private readonly PictureMember _picture;
    private readonly long _length;

    private PictureFile(FolderSource folder, string file, PictureReading reading)
    {
        (_folder, File) = (folder, file);
        using var source = Open();
        (_length, HoldsHu) = (source.Length, reading.HuOffset is not null);
        _picture = PictureMember.Read(source, reading, IsJpeg(file));
    }

    public string File { get; }

    public int Slices => 1;

    public bool HoldsHu { get; }

    public DType DType => _picture.DType;

    public PixelSpacing? SpacingMm => null;

    public SliceSize Size => _picture.Size;

    public VoxelGrid? Grid => null;

    /// <summary>Whether a file name is that of a PNG.</summary>
    public static bool IsPng(string file) => file.EndsWith(".png", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a file name is that of a JPEG.</summary>
    public static bool IsJpeg(string file) =>
        file.EndsWith(".jpg", StringComparison.OrdinalIgnoreCase) || file.EndsWith(".jpeg", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads the header of a file, and looks at the pixels of one in colour or with transparency.</summary>
    /// <exception cref="DatasetFormatException">The file is damaged, or not grey in content.</exception>
    public static PictureFile Open(FolderSource folder, string file, PictureReading reading) => new(folder, file, reading);

    public ArrayInfo Slice(int index) => ArrayInfo.Decoded(DType, [Size.Height, Size.Width], new Payload(0, _length), new Decoder(this));

    private IByteSource Open() => _folder.OpenFile(File, IsJpeg(File) ? "jpeg" : PngFormat.FormatName);

    /// <summary>Computes the values of the picture.</summary>
    private sealed class Decoder(PictureFile file) : IArrayDecoder
    {
        public void Decode(IByteSource source, Span<byte> destination)
        {
            using var own = file.Open();
            file._picture.Decode(own, destination);
        }
    }
}

/// <summary>How the samples of a picture are interpreted.</summary>
/// <param name="Limits">Limit on its pixels.</param>
/// <param name="Content">What they are.</param>
/// <param name="HuOffset">Offset that was added to HU before they were stored; null where samples are used unchanged.</param>
internal sealed record PictureReading(ReadLimits Limits, PictureContent Content = PictureContent.Image, double? HuOffset = null);

/// <summary>What the samples of a picture are.</summary>
internal enum PictureContent
{
    /// <summary>Grey values, those of fewer than 8 bits scaled to 0 to 255.</summary>
    Image,

    /// <summary>Numbers of classes, as they are stored.</summary>
    Labels,

    /// <summary>Background and lesion.</summary>
    Mask,
}
