using System.Buffers.Binary;
using System.IO.Hashing;
using LungSeg.Core.Model;

namespace LungSeg.Core.Imaging;

/// <summary>Writes chunks of a PNG (PNG 5.3).</summary>
internal static class PngChunk
{
    /// <summary>Writes length, type, content and checksum.</summary>
    public static void Write(Stream png, ReadOnlySpan<byte> type, ReadOnlySpan<byte> content)
    {
        var crc = new Crc32();
        crc.Append(type);
        crc.Append(content);
        WriteNumber(png, (uint)content.Length);
        png.Write(type);
        png.Write(content);
        WriteNumber(png, crc.GetCurrentHashAsUInt32());
    }

    /// <summary>Writes the header of a picture that is not interlaced.</summary>
    public static void WriteHeader(Stream png, SliceSize size, byte bitDepth, byte colorType)
    {
        Span<byte> header = stackalloc byte[PngHeader.Length];
        header.Clear();
        BinaryPrimitives.WriteInt32BigEndian(header, size.Width);
        BinaryPrimitives.WriteInt32BigEndian(header[sizeof(int)..], size.Height);
        (header[8], header[9]) = (bitDepth, colorType);
        Write(png, "IHDR"u8, header);
    }

    private static void WriteNumber(Stream png, uint number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, number);
        png.Write(bytes);
    }
}
