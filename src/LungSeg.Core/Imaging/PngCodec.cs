using System.IO.Compression;
using System.Runtime.InteropServices;
using LungSeg.Core.Bytes;
using LungSeg.Core.Model;
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
        try
        {
            var samples = structure.Header.IsInterlaced ? DecodePasses(png, structure) : DecodeWhole(png, structure);
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

    private static byte[] DecodeWhole(byte[] png, PngStructure structure)
    {
        using var bare = Begin(structure.Header, structure.Header.Size, png.Length);
        foreach (var piece in structure.Data)
        {
            PngChunk.Write(bare, "IDAT"u8, png.AsSpan(piece));
        }
        return Finish(bare, structure.Header);
    }

    /// <summary>Decodes each pass as a picture of its own: on interlaced pictures one pixel wide or high ImageSharp never ends.</summary>
    private static byte[] DecodePasses(byte[] png, PngStructure structure)
    {
        var header = structure.Header;
        var pixel = header.Channels * Math.Max(8, header.BitDepth) / 8;
        var samples = new byte[header.Pixels * pixel];
        using var pixels = PngInflation.Open(png, structure);
        foreach (var pass in header.GetPasses())
        {
            var rows = new byte[pass.Size.Height * pass.RowBytes];
            pixels.ReadExactly(rows);
            using var bare = Begin(header, pass.Size, rows.Length);
            using var stored = new MemoryStream(rows.Length);
            using (var zlib = new ZLibStream(stored, CompressionLevel.NoCompression, leaveOpen: true))
            {
                zlib.Write(rows);
            }
            PngChunk.Write(bare, "IDAT"u8, stored.GetBuffer().AsSpan(0, (int)stored.Length));
            Spread(Finish(bare, header), pass, samples, header.Size.Width, pixel);
        }
        return samples;
    }

    private static void Spread(ReadOnlySpan<byte> part, PngPass pass, Span<byte> samples, int width, int pixel)
    {
        for (var at = 0; at < part.Length; at += pixel)
        {
            var (row, column) = Math.DivRem(at / pixel, pass.Size.Width);
            var place = (((long)pass.Top + (row * pass.RowStep)) * width) + pass.Left + (column * pass.ColumnStep);
            part.Slice(at, pixel).CopyTo(samples[(int)(place * pixel)..]);
        }
    }

    private static MemoryStream Begin(PngHeader header, SliceSize size, int length)
    {
        var bare = new MemoryStream(length);
        bare.Write(PngStructure.Signature);
        PngChunk.WriteHeader(bare, size, (byte)header.BitDepth, (byte)(header.HasPalette ? 0 : header.ColorType));
        return bare;
    }

    private static byte[] Finish(MemoryStream bare, PngHeader header)
    {
        PngChunk.Write(bare, "IEND"u8, []);
        bare.Position = 0;
        return Decode(bare, header);
    }
}
