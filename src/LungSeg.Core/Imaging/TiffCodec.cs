using System.Runtime.InteropServices;
using LungSeg.Core.Bytes;
using LungSeg.Core.Model;
using Vips = NetVips;

namespace LungSeg.Core.Imaging;

/// <summary>TIFF of one channel through libvips, deflated. Equal samples give equal bytes.</summary>
/// <remarks>Thread-safe; each call uses one thread.</remarks>
internal static unsafe class TiffCodec
{
    /// <summary>Encodes samples.</summary>
    /// <param name="samples">Samples [row, col] in C order, in the machine's byte order.</param>
    /// <param name="size">Rows and columns.</param>
    /// <param name="type">Type of the samples.</param>
    /// <exception cref="ArgumentException">The number of bytes is not that of height x width.</exception>
    /// <exception cref="IOException">The image library is missing or fails.</exception>
    public static byte[] Encode(ReadOnlySpan<byte> samples, SliceSize size, TiffSample type)
    {
        if (samples.IsEmpty || samples.Length != (long)size.Height * size.Width * GetBytes(type))
        {
            throw new ArgumentException($"{samples.Length} bytes do not fill {size.Height} x {size.Width} samples of {type}");
        }
        VipsLibrary.Require();
        try
        {
            fixed (byte* first = samples)
            {
                using var raw = Vips.Image.NewFromMemory((IntPtr)first, (ulong)samples.Length, size.Width, size.Height, 1, GetFormat(type));
                using var image = raw.Copy(interpretation: Vips.Enums.Interpretation.Bw);

                // The predictor stores differences to the left neighbour; for floats libtiff does so byte plane by byte plane.
                return image.TiffsaveBuffer(
                    compression: Vips.Enums.ForeignTiffCompression.Deflate,
                    predictor: type == TiffSample.Float32
                        ? Vips.Enums.ForeignTiffPredictor.Float
                        : Vips.Enums.ForeignTiffPredictor.Horizontal,
                    keep: Vips.Enums.ForeignKeep.None
                );
            }
        }
        catch (Vips.VipsException exception)
        {
            throw new IOException(
                $"libvips cannot encode a TIFF of {size.Height} x {size.Width}: {VipsLibrary.GetReason(exception)}",
                exception
            );
        }
    }

    /// <summary>Decodes a TIFF that <see cref="Encode"/> wrote.</summary>
    /// <param name="tiff">The bytes of the TIFF.</param>
    /// <param name="name">Name to use in messages, for example the path.</param>
    /// <returns>The samples, their size and type.</returns>
    /// <exception cref="DatasetFormatException">
    /// The bytes are not a TIFF with one channel and one of the types, or it is damaged.
    /// </exception>
    /// <exception cref="IOException">The image library is missing.</exception>
    public static (byte[] Samples, SliceSize Size, TiffSample Type) Decode(byte[] tiff, string name)
    {
        VipsLibrary.Require();
        var source = new SourceName(name, null, "tiff");
        try
        {
            using var image = Vips.Image.TiffloadBuffer(tiff, failOn: Vips.Enums.FailOn.Error);
            if (image.Bands != 1)
            {
                throw FormatError.Unsupported(source, $"it has {image.Bands} channels, expected one");
            }
            var (samples, type) = image.Format switch
            {
                Vips.Enums.BandFormat.Uchar => (image.WriteToMemory<byte>(), TiffSample.UInt8),
                Vips.Enums.BandFormat.Short => (Bytes(image.WriteToMemory<short>()), TiffSample.Int16),
                Vips.Enums.BandFormat.Float => (Bytes(image.WriteToMemory<float>()), TiffSample.Float32),
                _ => throw FormatError.Unsupported(source, $"its samples are {image.Format}, expected 8-bit, signed 16-bit or float32"),
            };
            return (samples, new SliceSize(image.Height, image.Width), type);
        }
        catch (Vips.VipsException exception)
        {
            throw FormatError.Undecodable(source, $"libvips cannot decode it: {VipsLibrary.GetReason(exception)}", exception);
        }
    }

    private static byte[] Bytes<T>(T[] samples)
        where T : unmanaged => MemoryMarshal.AsBytes<T>(samples).ToArray();

    private static int GetBytes(TiffSample type) =>
        type switch
        {
            TiffSample.UInt8 => 1,
            TiffSample.Int16 => 2,
            TiffSample.Float32 => 4,
            _ => throw new ArgumentOutOfRangeException(nameof(type)),
        };

    private static Vips.Enums.BandFormat GetFormat(TiffSample type) =>
        type switch
        {
            TiffSample.UInt8 => Vips.Enums.BandFormat.Uchar,
            TiffSample.Int16 => Vips.Enums.BandFormat.Short,
            TiffSample.Float32 => Vips.Enums.BandFormat.Float,
            _ => throw new ArgumentOutOfRangeException(nameof(type)),
        };
}

/// <summary>Type of a TIFF's samples. float64 is missing: libvips writes it but cannot read it.</summary>
internal enum TiffSample
{
    UInt8,
    Int16,
    Float32,
}
