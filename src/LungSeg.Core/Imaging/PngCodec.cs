using System.Runtime.InteropServices;
using LungSeg.Core.Bytes;
using Vips = NetVips;

namespace LungSeg.Core.Imaging;

/// <summary>
/// PNG through libvips. Only this class, <see cref="TiffCodec"/>, <see cref="JpegCodec"/> and <see cref="VipsLibrary"/> depend on the image
/// library.
/// </summary>
internal static unsafe class PngCodec
{
    /// <summary>Encodes samples [row, col, channel] of 8 or 16 bits, 16-bit samples in the machine's byte order.</summary>
    /// <exception cref="IOException">libvips fails.</exception>
    public static byte[] Encode(ReadOnlySpan<byte> samples, PngLayout layout, PngOptions options)
    {
        VipsLibrary.Require();
        var isDeep = layout.BitDepth == 16;
        try
        {
            fixed (byte* first = samples)
            {
                using var raw = Vips.Image.NewFromMemory(
                    (IntPtr)first,
                    (ulong)samples.Length,
                    layout.Width,
                    layout.Height,
                    layout.Channels,
                    isDeep ? Vips.Enums.BandFormat.Ushort : Vips.Enums.BandFormat.Uchar
                );
                using var image = raw.Copy(interpretation: GetInterpretation(layout));
                return image.PngsaveBuffer(
                    compression: options.Compression,
                    filter: GetFilter(options.Filter),
                    bitdepth: layout.BitDepth,
                    keep: Vips.Enums.ForeignKeep.None
                );
            }
        }
        catch (Vips.VipsException exception)
        {
            throw new IOException(
                $"libvips cannot encode a picture of {layout.Height} x {layout.Width}: {VipsLibrary.GetReason(exception)}",
                exception
            );
        }
    }

    /// <summary>Decodes a PNG whose structure has been checked.</summary>
    /// <exception cref="DatasetFormatException">libvips fails.</exception>
    public static PngPicture Decode(byte[] png, SourceName source)
    {
        VipsLibrary.Require();
        try
        {
            using var image = Vips.Image.PngloadBuffer(png, failOn: Vips.Enums.FailOn.Error);
            var isDeep = image.Format == Vips.Enums.BandFormat.Ushort;
            var samples = isDeep ? MemoryMarshal.AsBytes(image.WriteToMemory<ushort>().AsSpan()).ToArray() : image.WriteToMemory<byte>();
            return new PngPicture(image.Height, image.Width, image.Bands, isDeep ? 16 : 8, samples);
        }
        catch (Vips.VipsException exception)
        {
            throw FormatError.Undecodable(source, $"libvips cannot decode it: {VipsLibrary.GetReason(exception)}", exception);
        }
    }

    private static Vips.Enums.Interpretation GetInterpretation(PngLayout layout) =>
        (layout.Channels, layout.BitDepth) switch
        {
            (1, 8) => Vips.Enums.Interpretation.Bw,
            (1, 16) => Vips.Enums.Interpretation.Grey16,
            (3, 8) => Vips.Enums.Interpretation.Srgb,
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    private static Vips.Enums.ForeignPngFilter GetFilter(PngFilter filter) =>
        filter switch
        {
            PngFilter.None => Vips.Enums.ForeignPngFilter.None,
            PngFilter.Sub => Vips.Enums.ForeignPngFilter.Sub,
            PngFilter.Up => Vips.Enums.ForeignPngFilter.Up,
            PngFilter.Adaptive => Vips.Enums.ForeignPngFilter.All,
            _ => throw new ArgumentOutOfRangeException(nameof(filter)),
        };
}
