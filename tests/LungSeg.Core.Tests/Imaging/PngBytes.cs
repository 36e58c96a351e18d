using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;

namespace LungSeg.Core.Tests.Imaging;

/// <summary>Makes PNG files chunk by chunk, right ones and damaged ones.</summary>
internal sealed class PngBytes
{
    private readonly List<byte> _bytes = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Where the next chunk begins.</summary>
    public long Offset => _bytes.Count;

    /// <summary>A whole file of one row after another, each without its filter byte.</summary>
    public static byte[] Of(int width, byte depth, byte color, byte[][] rows, params (string Type, byte[] Content)[] before) =>
        Of(width, depth, color, Zlib([.. rows.SelectMany(row => (byte[])[0, .. row])]), rows.Length, before);

    /// <summary>A whole file of compressed pixels.</summary>
    public static byte[] Of(int width, byte depth, byte color, byte[] data, int height, params (string Type, byte[] Content)[] before)
    {
        var png = new PngBytes().Header(width, height, depth, color);
        foreach (var (type, content) in before)
        {
            png.Chunk(type, content);
        }
        return png.Chunk("IDAT", data).Chunk("IEND").ToArray();
    }

    public static byte[] Zlib(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal))
        {
            zlib.Write(bytes);
        }
        return packed.ToArray();
    }

    public PngBytes Header(int width, int height, byte depth, byte color, byte interlace = 0)
    {
        var fields = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(fields, width);
        BinaryPrimitives.WriteInt32BigEndian(fields.AsSpan(4), height);
        (fields[8], fields[9], fields[12]) = (depth, color, interlace);
        return Chunk("IHDR", fields);
    }

    public PngBytes Chunk(string type, params byte[] content)
    {
        byte[] named = [.. System.Text.Encoding.ASCII.GetBytes(type), .. content];
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        _bytes.AddRange(number);
        _bytes.AddRange(named);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc32.HashToUInt32(named));
        _bytes.AddRange(number);
        return this;
    }

    public byte[] ToArray() => [.. _bytes];
}
