using System.Buffers.Binary;
using LungSeg.Core.Bytes;

namespace LungSeg.Core.Imaging;

/// <summary>Checks a PNG's frame before its pixels are decoded: signature, chunk lengths, and a size that its bytes can hold.</summary>
internal static class PngStructure
{
    private const int ChunkOverhead = 12;
    private const int HeaderLength = 13;
    private const int LengthAndType = 8;
    private const int MaxDeflateRatio = 1032;

    private static ReadOnlySpan<byte> Signature => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    /// <exception cref="DatasetFormatException">It is no PNG, ends early, or announces more pixels than its bytes can hold.</exception>
    public static void Check(ReadOnlySpan<byte> png, SourceName source)
    {
        if (!png.StartsWith(Signature))
        {
            throw FormatError.WrongFormat(source, 0, "no PNG: it does not begin with the PNG signature");
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
        CheckSize(png.Slice(Signature.Length + LengthAndType, HeaderLength), pixelBytes, source);
    }

    private static void CheckSize(ReadOnlySpan<byte> header, long pixelBytes, SourceName source)
    {
        const int Offset = 16;
        var columns = BinaryPrimitives.ReadUInt32BigEndian(header);
        var rows = BinaryPrimitives.ReadUInt32BigEndian(header[sizeof(uint)..]);
        // PNG 11.2.1: colour types 0 grey, 2 RGB, 3 palette, 4 grey and alpha, 6 RGB and alpha.
        var channels = header[9] switch { 0 or 3 => 1, 2 => 3, 4 => 2, 6 => 4, _ => 0 };
        if (columns == 0 || rows == 0 || channels == 0 || header[8] is not (1 or 2 or 4 or 8 or 16))
        {
            throw FormatError.Corrupt(source, Offset, "the header's size, bit depth or colour type is none that PNG has");
        }
        var inflated = (UInt128)rows * (((UInt128)columns * (uint)(channels * header[8]) / 8) + 1);
        if (inflated > (UInt128)(pixelBytes * MaxDeflateRatio))
        {
            throw FormatError.Corrupt(source, Offset, $"{rows} x {columns} pixels cannot come out of {pixelBytes} bytes");
        }
    }
}
