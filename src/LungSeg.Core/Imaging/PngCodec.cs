using System.Runtime.InteropServices;
using LungSeg.Core.Bytes;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats.Png;
using SixLabors.ImageSharp.Memory;
using SixLabors.ImageSharp.PixelFormats;

namespace LungSeg.Core.Imaging;

/// <summary>Decodes PNG through ImageSharp. Only this class depends on it.</summary>
/// <remarks>
/// ImageSharp is given header and compressed pixels alone, after both were checked: no chunk that could change a value (gAMA, iCCP, cHRM,
/// eXIf, tRNS) or inflate to anything reaches it, and a palette's indices come out as the grey values that they would be.
/// </remarks>
internal static class PngCodec
{
    private const int PoolMegabytes = 16;

    // Its own, never Configuration.Default, whose decoders of BMP and TIFF have open faults.
    private static readonly Configuration Setup = new(new PngConfigurationModule())
    {
        MaxDegreeOfParallelism = 1,
        MemoryAllocator = MemoryAllocator.Create(new MemoryAllocatorOptions { MaximumPoolSizeMegabytes = PoolMegabytes }),
    };

    /// <summary>Decodes a PNG.</summary>
    /// <exception cref="DatasetFormatException">The bytes are not a PNG, it is damaged, or has more pixels than the limit.</exception>
    public static PngPicture Decode(byte[] png, SourceName source, ReadLimits limits)
    {
        var structure = PngStructure.Read(png, source, limits);
        PngInflation.Check(png, structure, source);
        using var bare = GetPixelsAlone(png, structure);
        try
        {
            var samples = Decode(bare, structure.Header);
            if (structure.Header is { HasPalette: true, Scale: > 1 and var scale })
            {
                samples = Array.ConvertAll(samples, sample => (byte)(sample / scale));
            }
            return new PngPicture(structure, samples);
        }
        catch (Exception e) when (e is ImageFormatException or InvalidMemoryOperationException)
        {
            throw FormatError.Undecodable(source, $"its pixels cannot be decoded: {e.Message}", e);
        }
    }

    private static byte[] Decode(Stream png, PngHeader header) =>
        (header.Channels, header.BitDepth) switch
        {
            (1, 16) => Decode<L16>(png),
            (1, _) => Decode<L8>(png),
            (2, 16) => Decode<La32>(png),
            (2, _) => Decode<La16>(png),
            (3, 16) => Decode<Rgb48>(png),
            (3, _) => Decode<Rgb24>(png),
            (_, 16) => Decode<Rgba64>(png),
            _ => Decode<Rgba32>(png),
        };

    private static byte[] Decode<TPixel>(Stream png)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        using var image = Image.Load<TPixel>(Setup, png);
        var samples = new byte[(long)image.Height * image.Width * Marshal.SizeOf<TPixel>()];
        image.CopyPixelDataTo(samples);
        return samples;
    }

    private static MemoryStream GetPixelsAlone(byte[] png, PngStructure structure)
    {
        var bare = new MemoryStream(png.Length);
        bare.Write(PngStructure.Signature);
        Span<byte> header = stackalloc byte[PngHeader.Length];
        png.AsSpan(PngHeader.StartsAt, PngHeader.Length).CopyTo(header);
        header[PngHeader.ColorTypeAt - PngHeader.StartsAt] = (byte)(structure.Header.HasPalette ? 0 : structure.Header.ColorType);
        PngChunk.Write(bare, "IHDR"u8, header);
        foreach (var piece in structure.Data)
        {
            PngChunk.Write(bare, "IDAT"u8, png.AsSpan(piece));
        }
        PngChunk.Write(bare, "IEND"u8, []);
        bare.Position = 0;
        return bare;
    }
}
