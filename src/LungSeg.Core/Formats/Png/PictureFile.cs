using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Arrays;
using LungSeg.Core.Formats.Folders;
using LungSeg.Core.Formats.Masks;
using LungSeg.Core.Imaging;
using LungSeg.Core.Model;

namespace LungSeg.Core.Formats.Png;

/// <summary>A PNG or JPEG of a folder that is grey in content: one slice.</summary>
internal sealed class PictureFile : ISliceFile
{
    private const int SizeAt = 16;
    private readonly FolderSource _folder;
    private readonly PictureReading _reading;
    private readonly long _length;
    private readonly int _bitDepth;

    private PictureFile(FolderSource folder, string file, PictureReading reading)
    {
        (_folder, File, _reading) = (folder, file, reading);
        using var source = Open();
        _length = source.Length;
        var isGrey = true;
        if (IsJpeg(file))
        {
            var header = JpegHeader.Read(source, reading.Limits);
            (Size, isGrey, _bitDepth) = (header.Size, header.Components == 1, 8);
        }
        else
        {
            var header = PngStructure.ReadHeader(source, reading.Limits);
            (Size, isGrey, _bitDepth) = (header.Size, PngStructure.IsPlainGrey(source, header), Math.Max(8, header.BitDepth));
        }
        DType =
            reading.Content == PictureContent.Mask ? DType.Int8
            : reading.HuOffset is not null ? DType.Float64
            : _bitDepth == 16 ? new DType('u', 2, ByteOrder.Little)
            : new DType('u', 1, ByteOrder.None);
        if (!isGrey)
        {
            // Only the pixels of a picture in colour, or with a transparent value, say whether it is grey and so whether it is read.
            Decode(source, new byte[Size.Height * Size.Width * DType.ItemSize]);
        }
    }

    public string File { get; }

    public int Slices => 1;

    public bool HoldsHu => _reading.HuOffset is not null;

    public DType DType { get; }

    public PixelSpacing? SpacingMm => null;

    public SliceSize Size { get; }

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

    /// <summary>Decodes the picture and checks that its size and depth have not changed since it was indexed.</summary>
    private void Decode(IByteSource source, Span<byte> destination)
    {
        if (source.Length > Array.MaxLength)
        {
            throw FormatError.TooLarge(source.Name, "length of a picture, in bytes,", source.Length, Array.MaxLength);
        }
        var bytes = new byte[source.Length];
        source.ReadExactly(0, bytes, "picture");
        var png = IsJpeg(File) ? null : PngCodec.Decode(bytes, source.Name, _reading.Limits);
        if (png is not null && _reading.Content == PictureContent.Mask)
        {
            RequireSame(png.Size, _bitDepth, source.Name);
            MaskPicture.Read(png, destination, source.Name);
            return;
        }
        var grey =
            png is null ? JpegCodec.Decode(bytes, source.Name, _reading.Limits)
            : _reading.Content == PictureContent.Labels ? GreyContent.ReadStored(png, source.Name)
            : GreyContent.Read(png, source.Name);
        RequireSame(grey.Size, grey.BitDepth, source.Name);
        if (_reading.HuOffset is { } offset)
        {
            ReadHu(grey, offset, MemoryMarshal.Cast<byte, double>(destination));
        }
        else
        {
            grey.Bytes.CopyTo(destination);
        }
    }

    private void RequireSame(SliceSize size, int bitDepth, SourceName name)
    {
        if (size != Size || bitDepth != _bitDepth)
        {
            throw FormatError.Mismatch(
                name,
                SizeAt,
                "picture",
                $"{size.Height} x {size.Width} of {bitDepth} bits",
                $"{Size.Height} x {Size.Width} of {_bitDepth} bits as when it was indexed"
            );
        }
    }

    private static void ReadHu(GreySamples grey, double offset, Span<double> hu)
    {
        if (grey.BitDepth == 16)
        {
            TensorPrimitives.ConvertChecked(grey.Values16, hu);
        }
        else
        {
            TensorPrimitives.ConvertChecked<byte, double>(grey.Bytes, hu);
        }
        TensorPrimitives.Subtract(hu, offset, hu);
    }

    /// <summary>Computes the values of the picture.</summary>
    private sealed class Decoder(PictureFile file) : IArrayDecoder
    {
        public void Decode(IByteSource source, Span<byte> destination)
        {
            using var own = file.Open();
            file.Decode(own, destination);
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
