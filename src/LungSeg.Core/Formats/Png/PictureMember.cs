using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Arrays;
using LungSeg.Core.Imaging;
using LungSeg.Core.Model;

namespace LungSeg.Core.Formats.Png;

/// <summary>A PNG or JPEG that is grey in content, in a file of its own or within an archive.</summary>
internal sealed class PictureMember
{
    private const int SizeAt = 16;
    private readonly PictureReading _reading;
    private readonly bool _isJpeg;
    private readonly int _bitDepth;

    private PictureMember(IByteSource source, PictureReading reading, bool isJpeg)
    {
        (_reading, _isJpeg) = (reading, isJpeg);
        var isGrey = true;
        if (isJpeg)
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

    /// <summary>Type of the values as they are read.</summary>
    public DType DType { get; }

    public SliceSize Size { get; }

    /// <summary>Reads the header, and looks at the pixels of a picture in colour or with transparency.</summary>
    /// <exception cref="DatasetFormatException">The picture is damaged, or not grey in content.</exception>
    public static PictureMember Read(IByteSource source, PictureReading reading, bool isJpeg) => new(source, reading, isJpeg);

    /// <summary>Decodes the picture and checks that its size and depth have not changed since it was indexed.</summary>
    public void Decode(IByteSource source, Span<byte> destination)
    {
        if (source.Length > Array.MaxLength)
        {
            throw FormatError.TooLarge(source.Name, "length of a picture, in bytes,", source.Length, Array.MaxLength);
        }
        var bytes = new byte[source.Length];
        source.ReadExactly(0, bytes, "picture");
        var png = _isJpeg ? null : PngCodec.Decode(bytes, source.Name, _reading.Limits);
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
}
