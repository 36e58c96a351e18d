using System.Buffers.Binary;
using System.IO.Compression;
using LungSeg.Core.Bytes;
using LungSeg.Core.Bytes.Compression;
using SharpCompress.Common;
using SharpCompress.Compressors.ZStandard;
using ZstdException = SharpCompress.Compressors.ZStandard.ZstdException;

namespace LungSeg.Core.Formats.Parquet;

/// <summary>Decompresses pages.</summary>
internal static class ParquetCompression
{
    private const int FirstBytes = 64 << 10;
    private const int PerByte = 16;

    /// <summary>Decompresses a page.</summary>
    /// <param name="packed">Its bytes.</param>
    /// <param name="codec">How they are compressed.</param>
    /// <param name="length">Bytes that come out.</param>
    /// <param name="page">The page, for messages.</param>
    /// <exception cref="DatasetFormatException">The bytes are damaged, or another number of bytes comes out.</exception>
    public static byte[] Decompress(byte[] packed, ParquetCodec codec, int length, ParquetPlace page)
    {
        try
        {
            return codec switch
            {
                ParquetCodec.None => packed,
                ParquetCodec.Snappy => DecompressSnappy(packed, length, page),
                ParquetCodec.Lz4Raw => DecompressLz4(packed, length, page),
                ParquetCodec.Gzip => Inflate(new GZipStream(new MemoryStream(packed), CompressionMode.Decompress), packed, length, page),
                ParquetCodec.Brotli => Inflate(
                    new BrotliStream(new MemoryStream(packed), CompressionMode.Decompress),
                    packed,
                    length,
                    page
                ),
                ParquetCodec.Zstd => Inflate(new DecompressionStream(new MemoryStream(packed)), packed, length, page),
                _ => throw FormatError.Unsupported(
                    page.Source,
                    page.Offset,
                    $"pages compressed by {codec.ToString().ToLowerInvariant()}; snappy, gzip, brotli, zstd and lz4_raw are read"
                ),
            };
        }
        catch (Exception e) when (StreamDamage.Is(e) || e is InvalidOperationException or ZstdException or SharpCompressException)
        {
            throw FormatError.Undecodable(page.Source, page.Offset, "a page cannot be decompressed", e);
        }
    }

    /// <summary>The memory grows as bytes come out, so that a page that lies about its length takes none.</summary>
    private static byte[] Inflate(Stream stream, byte[] packed, int length, ParquetPlace page)
    {
        using (stream)
        {
            var bytes = new byte[(int)Math.Min(length, ((long)packed.Length * PerByte) + FirstBytes)];
            var got = 0;
            while (got < length)
            {
                if (got == bytes.Length)
                {
                    Array.Resize(ref bytes, (int)Math.Min(length, 2L * bytes.Length));
                }
                var more = stream.Read(bytes.AsSpan(got));
                if (more == 0)
                {
                    throw WrongLength(page, got, length);
                }
                got += more;
            }
            return bytes.Length == length && stream.ReadByte() < 0 ? bytes : throw WrongLength(page, got + 1, length);
        }
    }

    /// <summary>Snappy's raw format (format_description.txt): the length, then literals and copies of what came out before.</summary>
    private static byte[] DecompressSnappy(ReadOnlySpan<byte> packed, int length, ParquetPlace page)
    {
        const int MaxPerByte = 32;
        var (at, stated) = (0, 0L);
        for (var shift = 0; ; shift += 7)
        {
            var next = shift < 35 ? Take(packed, ref at, 1, page)[0] : throw Damaged(page);
            stated |= (long)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                break;
            }
        }
        if (stated != length || length > (long)packed.Length * MaxPerByte)
        {
            throw WrongLength(page, stated, length);
        }
        var bytes = new byte[length];
        var done = 0;
        while (done < length)
        {
            var tag = Take(packed, ref at, 1, page)[0];
            if ((tag & 3) == 0)
            {
                var count = (tag >> 2) + 1;
                if (count > 60)
                {
                    count = (int)LittleEndian.Read(Take(packed, ref at, count - 60, page)) + 1;
                }
                Literal(packed, ref at, bytes, ref done, count, page);
                continue;
            }
            var (size, distance) = (tag & 3) switch
            {
                1 => (((tag >> 2) & 7) + 4, ((tag >> 5) << 8) | Take(packed, ref at, 1, page)[0]),
                2 => ((tag >> 2) + 1, BinaryPrimitives.ReadUInt16LittleEndian(Take(packed, ref at, 2, page))),
                _ => ((tag >> 2) + 1, BinaryPrimitives.ReadInt32LittleEndian(Take(packed, ref at, 4, page))),
            };
            Copy(bytes, ref done, distance, size, page);
        }
        return at == packed.Length ? bytes : throw WrongLength(page, length + 1L, length);
    }

    /// <summary>LZ4's block format: sequences of literals and a copy; the last has literals only.</summary>
    private static byte[] DecompressLz4(ReadOnlySpan<byte> packed, int length, ParquetPlace page)
    {
        const int MaxPerByte = 256;
        const int LeastMatch = 4;
        if (length > (long)packed.Length * MaxPerByte)
        {
            throw WrongLength(page, (long)packed.Length * MaxPerByte, length);
        }
        var bytes = new byte[length];
        var (at, done) = (0, 0);
        while (at < packed.Length)
        {
            var token = Take(packed, ref at, 1, page)[0];
            Literal(packed, ref at, bytes, ref done, ReadCount(packed, ref at, token >> 4, length, page), page);
            if (at == packed.Length)
            {
                break;
            }
            var distance = BinaryPrimitives.ReadUInt16LittleEndian(Take(packed, ref at, 2, page));
            Copy(bytes, ref done, distance, ReadCount(packed, ref at, token & 0xF, length, page) + LeastMatch, page);
        }
        return done == length ? bytes : throw WrongLength(page, done, length);
    }

    private static int ReadCount(ReadOnlySpan<byte> packed, ref int at, int count, int limit, ParquetPlace page)
    {
        for (var more = count == 15; more; )
        {
            var next = count <= limit ? Take(packed, ref at, 1, page)[0] : throw Damaged(page);
            count += next;
            more = next == 255;
        }
        return count;
    }

    private static void Literal(ReadOnlySpan<byte> packed, ref int at, byte[] bytes, ref int done, int count, ParquetPlace page)
    {
        if (count < 0 || count > bytes.Length - done)
        {
            throw Damaged(page);
        }
        Take(packed, ref at, count, page).CopyTo(bytes.AsSpan(done));
        done += count;
    }

    private static void Copy(byte[] bytes, ref int done, int distance, int count, ParquetPlace page)
    {
        if (distance <= 0 || distance > done || count > bytes.Length - done)
        {
            throw Damaged(page);
        }
        if (distance >= count)
        {
            bytes.AsSpan(done - distance, count).CopyTo(bytes.AsSpan(done));
            done += count;
            return;
        }
        for (; count > 0; count--, done++)
        {
            bytes[done] = bytes[done - distance];
        }
    }

    private static ReadOnlySpan<byte> Take(ReadOnlySpan<byte> packed, ref int at, int count, ParquetPlace page)
    {
        if (count > packed.Length - at)
        {
            throw Damaged(page);
        }
        var taken = packed.Slice(at, count);
        at += count;
        return taken;
    }

    private static DatasetFormatException Damaged(ParquetPlace page) =>
        FormatError.Corrupt(page.Source, page.Offset, "a page cannot be decompressed");

    private static DatasetFormatException WrongLength(ParquetPlace page, long found, long expected) =>
        FormatError.Mismatch(page.Source, page.Offset, "length of a decompressed page", $"{found} bytes", $"{expected} bytes");
}

/// <summary>Names a page in messages.</summary>
/// <param name="Source">Name of the file.</param>
/// <param name="Offset">First byte of the page's header.</param>
internal readonly record struct ParquetPlace(SourceName Source, long Offset);
