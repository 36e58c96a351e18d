using System.Buffers.Binary;
using System.Text;

namespace LungSeg.Core.Bytes.Compression;

/// <summary>
/// A zip archive that ends before its directory, with a directory made anew from the headers that stand before its members (APPNOTE 4.3.7).
/// </summary>
/// <param name="Archive">The archive up to its cut, and the directory.</param>
/// <param name="Cut">Name of the last member, where the archive ends within it; null where it ends between two.</param>
/// <param name="IsComplete">Whether the old directory begins in the file, so that no member is missing.</param>
internal sealed record CutZip(IByteSource Archive, string? Cut, bool IsComplete)
{
    private const int HeaderBytes = 30;
    private const uint LocalHeader = 0x04034b50;
    private const uint DirectoryHeader = 0x02014b50;
    private const int MaxMembers = ushort.MaxValue;

    // Encrypted members, and those whose lengths stand behind them.
    private const int UnreadFlags = 1 | (1 << 3);

    /// <summary>Finds the members whose lengths are told before them; null where there is none.</summary>
    public static CutZip? Recover(IByteSource file)
    {
        using var tail = new MemoryStream();
        var directory = new ZipOutput(tail);
        var (last, count, end, isCut, header) = (Array.Empty<byte>(), 0, 0L, false, new byte[HeaderBytes]);
        for (; count < MaxMembers && file.Read(end, header) == HeaderBytes && Signature(header) == LocalHeader; count++)
        {
            var (flags, method) = (Two(header, 6), Two(header, 8));
            var rest = new byte[Two(header, 26) + Two(header, 28)];
            if ((flags & UnreadFlags) != 0 || method is not (0 or ZipMember.Deflate) || file.Read(end + HeaderBytes, rest) < rest.Length)
            {
                break;
            }
            last = rest[..Two(header, 26)];
            if (GetLengths(header, rest.AsSpan(last.Length)) is not { } lengths)
            {
                break;
            }
            var start = end + HeaderBytes + rest.Length;
            var packed = Math.Min(lengths.Packed, file.Length - start);
            var crc = BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(14));
            directory.Add(last, isDeflated: method != 0, end, crc, method != 0 ? lengths.Plain : packed, packed);
            (end, isCut) = (start + packed, packed < lengths.Packed);
        }
        if (count == 0)
        {
            return null;
        }
        var isComplete = !isCut && file.Read(end, header) >= sizeof(uint) && Signature(header) == DirectoryHeader;
        directory.Finish(origin: end);
        return new CutZip(new Rebuilt(file, end, tail.ToArray()), isCut ? Encoding.UTF8.GetString(last) : null, isComplete);
    }

    private static uint Signature(byte[] header) => BinaryPrimitives.ReadUInt32LittleEndian(header);

    private static int Two(byte[] header, int at) => BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(at));

    /// <summary>Lengths of 32 bits, or of 64 in the extra field 1 (APPNOTE 4.5.3); null where neither is there.</summary>
    private static (long Plain, long Packed)? GetLengths(ReadOnlySpan<byte> header, ReadOnlySpan<byte> extra)
    {
        var packed = BinaryPrimitives.ReadUInt32LittleEndian(header[18..]);
        var plain = BinaryPrimitives.ReadUInt32LittleEndian(header[22..]);
        if (packed != uint.MaxValue && plain != uint.MaxValue)
        {
            return (plain, packed);
        }
        while (extra.Length >= 4)
        {
            var (id, length) = (BinaryPrimitives.ReadUInt16LittleEndian(extra), BinaryPrimitives.ReadUInt16LittleEndian(extra[2..]));
            if (id == 1 && length >= 16 && extra.Length >= 20)
            {
                var (longPlain, longPacked) = (
                    BinaryPrimitives.ReadInt64LittleEndian(extra[4..]),
                    BinaryPrimitives.ReadInt64LittleEndian(extra[12..])
                );
                return longPlain >= 0 && longPacked >= 0 ? (longPlain, longPacked) : null;
            }
            extra = extra[Math.Min(extra.Length, 4 + length)..];
        }
        return null;
    }

    /// <summary>The file up to its cut, then the directory. Does not own the file.</summary>
    private sealed class Rebuilt(IByteSource file, long end, byte[] tail) : IByteSource
    {
        public SourceName Name => file.Name;

        public long Length => end + tail.Length;

        public int Read(long offset, Span<byte> destination)
        {
            var got = 0;
            if (offset < end)
            {
                var part = (int)Math.Min(destination.Length, end - offset);
                got = file.Read(offset, destination[..part]);
                if (got < part)
                {
                    return got;
                }
            }
            var at = (int)Math.Clamp(offset + got - end, 0, tail.Length);
            var rest = tail.AsSpan(at, offset + got < end ? 0 : Math.Min(destination.Length - got, tail.Length - at));
            rest.CopyTo(destination[got..]);
            return got + rest.Length;
        }

        public void Dispose() { }
    }
}
