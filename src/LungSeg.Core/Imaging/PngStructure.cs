using System.Buffers.Binary;
using LungSeg.Core.Bytes;

namespace LungSeg.Core.Imaging;

/// <summary>Checks a PNG before its pixels are decoded: signature, chunk lengths, and that its bytes can hold its pixels.</summary>
internal static class PngStructure
{
    private const int ChunkOverhead = 12;
    private const int HeaderLength = 13;
    private const int LengthAndType = 8;
    private const int MaxDeflateRatio = 1032;
    private const int SizeAt = 16;

    private static ReadOnlySpan<byte> Signature => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    /// <exception cref="DatasetFormatException">
    /// The bytes are not a PNG, end early, or cannot hold as many pixels as the header states.
    /// </exception>
    public static void Check(ReadOnlySpan<byte> png, SourceName source)
    {
        if (!png.StartsWith(Signature))
        {
            throw FormatError.WrongFormat(source, 0, "not a PNG: it does not begin with the PNG signature");
        }
        var offset = Signature.Length;
        var pixelBytes = 0L;
        while (true)
        {
            var left = png.Length - offset;
            if (left < ChunkOverhead)
            {
                throw FormatError.Truncated(source, offset, "a chunk", ChunkOverhead, left);
            }
            var length = BinaryPrimitives.ReadUInt32BigEndian(png[offset..]);
            var type = png.Slice(offset + sizeof(uint), sizeof(uint));
            if (length > left - ChunkOverhead)
            {
                throw FormatError.Truncated(source, offset, "a chunk", ChunkOverhead + (long)length, left);
            }
            var isFirst = offset == Signature.Length;
            if (isFirst && (!type.SequenceEqual("IHDR"u8) || length != HeaderLength))
            {
                throw FormatError.Corrupt(source, offset, "the first chunk is not an IHDR of 13 bytes");
            }
            pixelBytes += type.SequenceEqual("IDAT"u8) ? length : 0;
            if (type.SequenceEqual("IEND"u8))
            {
                break;
            }
            offset += ChunkOverhead + (int)length;
        }
        CheckSize(ParseHeader(png.Slice(Signature.Length + LengthAndType, HeaderLength), source), pixelBytes, source);
    }

    /// <summary>Reads the header alone.</summary>
    /// <exception cref="DatasetFormatException">
    /// The bytes are not a PNG, end early, or cannot hold as many pixels as the header states.
    /// </exception>
    public static PngHeader ReadHeader(IByteSource png)
    {
        Span<byte> head = stackalloc byte[PngHeader.EndsAt];
        var got = png.Read(0, head);
        if (!head[..Math.Min(got, Signature.Length)].SequenceEqual(Signature[..Math.Min(got, Signature.Length)]))
        {
            throw FormatError.WrongFormat(png.Name, 0, "not a PNG: it does not begin with the PNG signature");
        }
        if (got < head.Length)
        {
            throw FormatError.Truncated(png.Name, 0, "signature and header", head.Length, got);
        }
        if (
            BinaryPrimitives.ReadUInt32BigEndian(head[Signature.Length..]) != HeaderLength
            || !head.Slice(Signature.Length + sizeof(uint), sizeof(uint)).SequenceEqual("IHDR"u8)
        )
        {
            throw FormatError.Corrupt(png.Name, Signature.Length, "the first chunk is not an IHDR of 13 bytes");
        }
        var header = ParseHeader(head.Slice(Signature.Length + LengthAndType, HeaderLength), png.Name);
        CheckSize(header, png.Length, png.Name);
        return header;
    }

    private static PngHeader ParseHeader(ReadOnlySpan<byte> header, SourceName source)
    {
        var width = BinaryPrimitives.ReadUInt32BigEndian(header);
        var height = BinaryPrimitives.ReadUInt32BigEndian(header[sizeof(uint)..]);
        if (width == 0 || height == 0 || header[8] is not (1 or 2 or 4 or 8 or 16) || header[9] is not (0 or 2 or 3 or 4 or 6))
        {
            throw FormatError.Corrupt(source, SizeAt, "the header's size, bit depth or colour type is invalid");
        }
        return new PngHeader(height, width, header[8], header[9]);
    }

    private static void CheckSize(PngHeader header, long pixelBytes, SourceName source)
    {
        var channels = header.ColorType switch
        {
            0 or 3 => 1,
            2 => 3,
            4 => 2,
            _ => 4,
        };
        var inflated = (UInt128)header.Height * (((UInt128)header.Width * (uint)(channels * header.BitDepth) / 8) + 1);
        if (inflated > (UInt128)pixelBytes * MaxDeflateRatio)
        {
            throw FormatError.Corrupt(source, SizeAt, $"{header.Height} x {header.Width} pixels do not fit into {pixelBytes} bytes");
        }
    }
}
