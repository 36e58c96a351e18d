using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;
using LungSeg.Core.Bytes;

namespace LungSeg.Core.Imaging;

/// <summary>The chunks of a PNG that its pixels depend on; all others are passed over.</summary>
/// <param name="Header">The header.</param>
/// <param name="Data">Where the compressed pixels stand in the file, in their order; at least one piece.</param>
/// <param name="Palette">Colours, three bytes each; empty without a palette.</param>
/// <param name="Transparency">The tRNS chunk: alpha of the first colours, or the one transparent colour; empty without one.</param>
internal sealed record PngStructure(PngHeader Header, IReadOnlyList<Range> Data, byte[] Palette, byte[] Transparency)
{
    private const int ChunkOverhead = 12;
    private const int LengthAndType = 8;
    private const int MaxDeflateRatio = 1032;
    private const int MaxColors = 256;

    // Pictures have about ten chunks before their pixels.
    private const int MaxChunksPassed = 1024;

    /// <summary>The first bytes of every PNG.</summary>
    public static ReadOnlySpan<byte> Signature => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Reads the header alone.</summary>
    /// <exception cref="DatasetFormatException">
    /// The bytes are not a PNG, end early, or state more pixels than the limit or than the file can hold.
    /// </exception>
    public static PngHeader ReadHeader(IByteSource png, ReadLimits limits)
    {
        Span<byte> head = stackalloc byte[PngHeader.EndsAt + sizeof(uint)];
        var got = png.Read(0, head);
        RequireSignature(head[..got], png.Name, Math.Min(got, Signature.Length));
        if (got < head.Length)
        {
            throw FormatError.Truncated(png.Name, 0, "signature and header", head.Length, got);
        }
        return ParseHeader(head, png.Length, png.Name, limits);
    }

    /// <summary>Whether each pixel is one grey value and none is transparent, by the header and the chunks before the pixels.</summary>
    /// <param name="png">The file, of which only the starts of chunks are read.</param>
    /// <param name="header">Its header.</param>
    public static bool IsPlainGrey(IByteSource png, PngHeader header)
    {
        if (header.ColorType != 0)
        {
            return false;
        }
        Span<byte> chunk = stackalloc byte[LengthAndType];
        long offset = PngHeader.EndsAt + sizeof(uint);
        for (var passed = 0; passed < MaxChunksPassed; passed++)
        {
            var type = chunk[sizeof(uint)..];
            if (png.Read(offset, chunk) < LengthAndType || type.SequenceEqual("IDAT"u8))
            {
                return true;
            }
            if (type.SequenceEqual("tRNS"u8))
            {
                return false;
            }
            offset += ChunkOverhead + (long)BinaryPrimitives.ReadUInt32BigEndian(chunk);
        }
        return false;
    }

    /// <summary>Reads all chunks.</summary>
    /// <exception cref="DatasetFormatException">
    /// The bytes are not a PNG, end early, a checksum is wrong, a chunk is missing, out of order or critical and unknown, or the header
    /// states more pixels than the limit or than the file can hold.
    /// </exception>
    public static PngStructure Read(ReadOnlySpan<byte> png, SourceName source, ReadLimits limits)
    {
        RequireSignature(png, source, Signature.Length);
        var header = default(PngHeader);
        var data = new List<Range>();
        byte[] palette = [];
        byte[] transparency = [];
        for (var offset = Signature.Length; ; )
        {
            var length = GetChunkLength(png, offset, source);
            var type = png.Slice(offset + sizeof(uint), sizeof(uint));
            var start = offset + LengthAndType;
            var fields = png.Slice(start, length);
            var isFirst = offset == Signature.Length;
            header = isFirst ? ParseHeader(png, png.Length, source, limits) : header;
            RequireChecksum(png, start, length, source);
            switch (Encoding.Latin1.GetString(type))
            {
                case "IHDR" when isFirst:
                    break;
                case "IDAT":
                    if (data is [.., var last] && last.End.Value != offset - sizeof(uint))
                    {
                        throw FormatError.Corrupt(source, offset, "another chunk stands among the IDAT chunks");
                    }
                    data.Add(start..(start + length));
                    break;
                case "PLTE":
                    if (palette.Length > 0 || data.Count > 0 || length == 0 || length % 3 != 0 || length > 3 * MaxColors)
                    {
                        throw FormatError.Corrupt(source, offset, $"a palette of {length} bytes, out of order or of a wrong length");
                    }
                    palette = fields.ToArray();
                    break;
                case "tRNS" when data.Count == 0:
                    transparency = fields.ToArray();
                    break;
                case "IEND":
                    RequirePixels(header, data, palette, offset, source);
                    return new PngStructure(header, data, palette, transparency);
                case var name when (type[0] & 0x20) == 0:
                    // PNG 14.2: a capital first letter says that the pixels cannot be understood without the chunk.
                    throw FormatError.Corrupt(source, offset, $"unknown critical chunk '{PrintableText.Escape(name, 8)}'");
            }
            offset = start + length + sizeof(uint);
        }
    }

    private static void RequirePixels(PngHeader header, List<Range> data, byte[] palette, int end, SourceName source)
    {
        if (data.Count == 0 || (header.HasPalette && palette.Length == 0))
        {
            throw FormatError.Corrupt(source, end, data.Count == 0 ? "it has no IDAT chunk" : "it has no PLTE chunk");
        }
        RequireRoom(header, data.Sum(range => (long)(range.End.Value - range.Start.Value)), source);
    }

    private static void RequireSignature(ReadOnlySpan<byte> head, SourceName source, int length)
    {
        if (!head.StartsWith(Signature[..length]))
        {
            throw FormatError.WrongFormat(source, 0, "not a PNG: it does not begin with the PNG signature");
        }
    }

    private static int GetChunkLength(ReadOnlySpan<byte> png, int offset, SourceName source)
    {
        var left = png.Length - offset;
        if (left < ChunkOverhead)
        {
            throw FormatError.Truncated(source, offset, "a chunk", ChunkOverhead, left);
        }
        var length = BinaryPrimitives.ReadUInt32BigEndian(png[offset..]);
        if (length > left - ChunkOverhead)
        {
            throw FormatError.Truncated(source, offset, "a chunk", ChunkOverhead + (long)length, left);
        }
        return (int)length;
    }

    private static void RequireChecksum(ReadOnlySpan<byte> png, int start, int length, SourceName source)
    {
        var end = start + length;
        var (stated, found) = (BinaryPrimitives.ReadUInt32BigEndian(png[end..]), Crc32.HashToUInt32(png[(start - sizeof(uint))..end]));
        if (stated != found)
        {
            throw FormatError.Mismatch(source, end, "checksum of a chunk", $"{stated:x8}", $"{found:x8}, that of its bytes");
        }
    }

    private static PngHeader ParseHeader(ReadOnlySpan<byte> head, long fileLength, SourceName source, ReadLimits limits)
    {
        var chunk = head[Signature.Length..];
        if (BinaryPrimitives.ReadUInt32BigEndian(chunk) != PngHeader.Length || !chunk[sizeof(uint)..].StartsWith("IHDR"u8))
        {
            throw FormatError.Corrupt(source, Signature.Length, "the first chunk is not an IHDR of 13 bytes");
        }
        var header = PngHeader.Parse(head[PngHeader.StartsAt..PngHeader.EndsAt], source);
        RequireRoom(header, fileLength, source);
        if (header.Pixels > limits.MaxPicturePixels)
        {
            throw FormatError.TooLarge(source, PngHeader.StartsAt, "number of pixels", header.Pixels, limits.MaxPicturePixels);
        }
        return header;
    }

    private static void RequireRoom(PngHeader header, long compressed, SourceName source)
    {
        var inflated = header
            .GetPasses()
            .Aggregate(UInt128.Zero, (sum, pass) => sum + ((UInt128)pass.Size.Height * (UInt128)pass.RowBytes));
        if (inflated > (UInt128)compressed * MaxDeflateRatio)
        {
            var (height, width) = header.Size;
            throw FormatError.Corrupt(source, PngHeader.StartsAt, $"{height} x {width} pixels do not fit into {compressed} bytes");
        }
    }
}
