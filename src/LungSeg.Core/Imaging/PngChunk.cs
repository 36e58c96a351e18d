using System.Buffers.Binary;
using System.IO.Hashing;

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

    private static void WriteNumber(Stream png, uint number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, number);
        png.Write(bytes);
    }
}
