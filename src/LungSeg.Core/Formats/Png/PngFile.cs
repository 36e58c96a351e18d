using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Arrays;
using LungSeg.Core.Formats.Folders;
using LungSeg.Core.Formats.Masks;
using LungSeg.Core.Imaging;
using LungSeg.Core.Model;

namespace LungSeg.Core.Formats.Png;

/// <summary>A grey PNG of a folder: one slice.</summary>
internal sealed class PngFile : ISliceFile
{
    private readonly FolderSource _folder;
    private readonly PngHeader _header;
    private readonly PngReading _reading;
    private readonly long _length;

    private PngFile(FolderSource folder, string file, (PngHeader Header, long Length) identified, PngReading reading)
    {
        _folder = folder;
        File = file;
        (_header, _length) = identified;
        _reading = reading;
        DType =
            reading.IsMask ? DType.Int8
            : reading.HuOffset is not null ? DType.Float64
            : StoredType(identified.Header);
    }

    public string File { get; }

    public int Slices => 1;

    public DType DType { get; }

    public PixelSpacing? SpacingMm => null;

    public SliceSize Size => new((int)_header.Height, (int)_header.Width);

    public VoxelGrid? Grid => null;

    /// <summary>Whether a file name is that of a PNG.</summary>
    public static bool IsName(string file) => file.EndsWith(".png", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads the header of a file.</summary>
    /// <exception cref="DatasetFormatException">The file is damaged, or not a grey picture.</exception>
    public static PngFile Open(FolderSource folder, string file, PngReading reading)
    {
        using var source = folder.OpenFile(file, PngFormat.FormatName);
        var header = PngStructure.ReadHeader(source);
        if (!header.IsGrey)
        {
            throw FormatError.Unsupported(
                source.Name,
                25,
                $"its pixels are {header.ColorName}; only grey is read, one value a pixel: convert it first"
            );
        }

        // The decoder scales samples under 8 bits to 0 to 255. That is harmless for a mask, but changes the values of an image.
        if (header.BitDepth < 8 && !reading.IsMask)
        {
            throw FormatError.Unsupported(source.Name, 24, $"it has {header.BitDepth} bits a sample; images of 8 and 16 bits are read");
        }
        return new PngFile(folder, file, (header, source.Length), reading);
    }

    public ArrayInfo Slice(int index) =>
        ArrayInfo.Decoded(DType, [_header.Height, _header.Width], new Payload(0, _length), new Decoder(this));

    private static DType StoredType(PngHeader header) =>
        header.BitDepth == 16 ? new DType('u', 2, ByteOrder.Little) : new DType('u', 1, ByteOrder.None);

    /// <summary>Decodes the picture and checks that its size and depth have not changed since it was indexed.</summary>
    private PngPicture Decode()
    {
        using var source = _folder.OpenFile(File, PngFormat.FormatName);
        if (source.Length > Array.MaxLength)
        {
            throw FormatError.TooLarge(source.Name, "length of a PNG, in bytes,", source.Length, Array.MaxLength);
        }
        var png = new byte[source.Length];
        source.ReadExactly(0, png, "picture");
        var picture = ImageFile.Decode(png, source.Name.Path);
        if (picture.Channels != 1)
        {
            throw FormatError.Unsupported(source.Name, "one grey value is transparent; only opaque pictures are read");
        }
        var depth = Math.Max(8, _header.BitDepth);
        if (picture.Height != _header.Height || picture.Width != _header.Width || picture.BitDepth != depth)
        {
            throw FormatError.Mismatch(
                source.Name,
                16,
                "picture",
                $"{picture.Height} x {picture.Width} of {picture.BitDepth} bits",
                $"{_header.Height} x {_header.Width} of {depth} bits as when it was indexed"
            );
        }
        return picture;
    }

    /// <summary>Computes the values of the picture.</summary>
    private sealed class Decoder(PngFile file) : IArrayDecoder
    {
        public void Decode(IByteSource source, Span<byte> destination)
        {
            var picture = file.Decode();
            if (file._reading.IsMask)
            {
                ReadMask(picture, destination);
            }
            else if (file._reading.HuOffset is { } offset)
            {
                ReadHu(picture, offset, MemoryMarshal.Cast<byte, double>(destination));
            }
            else if (picture.BitDepth == 16)
            {
                MemoryMarshal.AsBytes(picture.Samples16).CopyTo(destination);
            }
            else
            {
                picture.Samples8.CopyTo(destination);
            }
        }

        private static void ReadHu(PngPicture picture, double offset, Span<double> hu)
        {
            if (picture.BitDepth == 16)
            {
                TensorPrimitives.ConvertChecked(picture.Samples16, hu);
            }
            else
            {
                TensorPrimitives.ConvertChecked(picture.Samples8, hu);
            }
            TensorPrimitives.Subtract(hu, offset, hu);
        }

        private void ReadMask(PngPicture picture, Span<byte> mask)
        {
            if (picture.BitDepth == 16)
            {
                ReadMask(picture.Samples16, mask, ushort.MaxValue);
            }
            else
            {
                ReadMask(picture.Samples8, mask, byte.MaxValue);
            }
        }

        /// <summary>A mask holds 0 and 1, or 0 and the maximum value. Any third value is an error.</summary>
        private void ReadMask<T>(ReadOnlySpan<T> samples, Span<byte> mask, T full)
            where T : unmanaged, System.Numerics.IBinaryInteger<T>, System.Numerics.IMinMaxValue<T>
        {
            var lesion = samples.Contains(full) ? full : T.One;
            for (var i = 0; i < samples.Length; i++)
            {
                if (samples[i] != T.Zero && samples[i] != lesion)
                {
                    throw FormatError.Unsupported(
                        file._folder.GetName(file.File, PngFormat.FormatName),
                        $"a mask with the value {samples[i]} at row {i / file._header.Width}, column {i % file._header.Width}; "
                            + $"expected 0 and 1, or 0 and {full}"
                    );
                }
                mask[i] = samples[i] == T.Zero ? (byte)0 : (byte)1;
            }
        }
    }
}

/// <summary>How the samples of a PNG are interpreted.</summary>
/// <param name="IsMask">Whether it is a mask: 0 is background, and 1 or the maximum value is lesion.</param>
/// <param name="HuOffset">Offset that was added to HU before they were stored; null where samples are used unchanged.</param>
internal sealed record PngReading(bool IsMask = false, double? HuOffset = null)
{
    /// <summary>Unchanged samples.</summary>
    public static PngReading Stored { get; } = new();

    /// <summary>A mask.</summary>
    public static PngReading Mask { get; } = new(IsMask: true);
}
