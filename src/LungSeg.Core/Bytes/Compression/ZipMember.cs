using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;

namespace LungSeg.Core.Bytes.Compression;

/// <summary>
/// Reads the members of a zip archive: a stored member in place, any other from a temporary file into which it is unpacked.
/// </summary>
internal static class ZipMember
{
    /// <summary>Number of the deflate method.</summary>
    public const int Deflate = 8;

    /// <summary>Opens the directory of an archive.</summary>
    /// <exception cref="DatasetFormatException">The directory is missing or unusable.</exception>
    public static ZipArchive OpenDirectory(SourceStream stream, SourceName name)
    {
        try
        {
            var archive = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);

            // Reads the directory, so that damage throws here.
            _ = archive.Entries.Count;
            return archive;
        }
        catch (Exception e) when (IsDamage(e, stream))
        {
            if (!HasEndRecord(stream))
            {
                throw FormatError.CutStream(name, stream.Length, e);
            }
            throw FormatError.Undecodable(name, stream.LastReadAt, $"the zip directory is missing or damaged: {e.Message}", e);
        }
    }

    /// <summary>The name of a member, fit for a message: control characters are shown as ?.</summary>
    public static string GetName(ZipArchiveEntry entry) =>
        string.Create(
            entry.FullName.Length,
            entry.FullName,
            (shown, name) =>
            {
                for (var i = 0; i < shown.Length; i++)
                {
                    shown[i] = char.IsControl(name[i]) ? '?' : name[i];
                }
            }
        );

    /// <summary>Finds where the bytes of a member lie in the file, and whether they are stored without compression.</summary>
    /// <exception cref="DatasetFormatException">The member lies outside the file, its head is damaged, or it is encrypted.</exception>
    public static ZipPlace Locate(ZipArchiveEntry entry, SourceStream stream, SourceName name)
    {
        if (entry.CompressedLength < 0 || entry.Length < 0)
        {
            throw FormatError.Corrupt(name, "the length of the zip member is negative");
        }
        if (entry.CompressedLength > stream.Length)
        {
            throw FormatError.Truncated(name, "zip member", entry.CompressedLength, stream.Length);
        }
        using var content = Open(entry, stream, name);
        var first = new byte[1];
        var got = Guarded(() => content.Read(first, 0, 1), stream, name);
        if (got == 0)
        {
            return new ZipPlace(stream.Position, 0, IsStored: false);
        }

        // A deflated member can have equal lengths too, but .NET reads it in larger steps than one byte.
        var isStored = entry.CompressedLength == entry.Length && stream.Position - stream.LastReadAt == 1;
        var place = new ZipPlace(stream.LastReadAt, entry.CompressedLength, isStored);
        return place.End <= stream.Length
            ? place
            : throw FormatError.Truncated(name, place.Offset, "zip member", entry.CompressedLength, stream.Length - place.Offset);
    }

    /// <summary>
    /// Reads the number of a member's compression method from its local header (APPNOTE 4.3.7); .NET does not give it.
    /// </summary>
    /// <exception cref="DatasetFormatException">The local header before the member's bytes is missing.</exception>
    public static int GetMethod(IByteSource source, ZipPlace place, SourceName name)
    {
        const int HeaderLength = 30;
        var before = new byte[(int)Math.Min(place.Offset, HeaderLength + (2 * ushort.MaxValue))];
        source.ReadExactly(place.Offset - before.Length, before, "local header");
        for (var at = before.Length - HeaderLength; at >= 0; at--)
        {
            var header = before.AsSpan(at, HeaderLength);
            var length =
                HeaderLength
                + BinaryPrimitives.ReadUInt16LittleEndian(header[26..])
                + BinaryPrimitives.ReadUInt16LittleEndian(header[28..]);
            if (header.StartsWith("PK\u0003\u0004"u8) && at + length == before.Length)
            {
                return BinaryPrimitives.ReadUInt16LittleEndian(header[8..]);
            }
        }

        throw FormatError.Corrupt(name, place.Offset, "no local header stands before the zip member");
    }

    /// <summary>Unpacks a member and checks its CRC.</summary>
    public static (FileByteSource Content, DatasetFormatException? Damage) Unpack(
        ZipArchiveEntry entry,
        SourceStream stream,
        SourceName name,
        string folder,
        ReadLimits limits
    )
    {
        using var content = Open(entry, stream, name);
        using var guarded = new GuardedStream(() => new CheckedStream(content, entry.Crc32, entry.Length), stream, name);
        return TemporaryFile.Fill(guarded, name, folder, limits);
    }

    /// <summary>
    /// Whether the file has the record that ends a directory (APPNOTE 4.3.16); a comment of at most 65,535 bytes follows it.
    /// </summary>
    private static bool HasEndRecord(SourceStream stream)
    {
        const int RecordLength = 22;
        var end = new byte[(int)Math.Min(RecordLength + ushort.MaxValue, stream.Length)];
        stream.Position = stream.Length - end.Length;
        stream.ReadExactly(end);
        return end.AsSpan().LastIndexOf("PK\u0005\u0006"u8) is >= 0 and var at && at + RecordLength <= end.Length;
    }

    private static Stream Open(ZipArchiveEntry entry, SourceStream stream, SourceName name)
    {
        if (entry.IsEncrypted)
        {
            throw FormatError.Unsupported(name, "the zip member is encrypted");
        }
        return Guarded(entry.Open, stream, name);
    }

    private static T Guarded<T>(Func<T> read, SourceStream stream, SourceName name)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (IsDamage(e, stream))
        {
            throw FormatError.Undecodable(name, stream.LastReadAt, $"the zip member cannot be read: {e.Message}", e);
        }
    }

    /// <summary>What the library throws at archives whose sizes and offsets are wrong.</summary>
    private static bool IsDamage(Exception e, SourceStream stream) =>
        StreamDamage.Is(e, stream) || e is NotSupportedException or ArgumentException or OverflowException;

    /// <summary>Passes a stream through and compares its length and CRC with what the directory says.</summary>
    private sealed class CheckedStream(Stream below, uint expected, long length) : ForwardStream
    {
        private readonly Crc32 _crc = new();
        private long _read;

        public override int Read(byte[] buffer, int offset, int count)
        {
            var got = below.Read(buffer, offset, count);
            _crc.Append(buffer.AsSpan(offset, got));
            _read += got;
            if (_read > length || (got == 0 && count > 0 && _read < length))
            {
                throw new InvalidDataException($"{(got == 0 ? "only " : "at least ")}{_read} bytes, the directory says {length}");
            }
            if (got == 0 && count > 0 && _crc.GetCurrentHashAsUInt32() != expected)
            {
                throw new InvalidDataException($"CRC {_crc.GetCurrentHashAsUInt32():x8} differs from the directory's {expected:x8}");
            }
            return got;
        }
    }
}

/// <summary>Where the bytes of a zip member lie in the file.</summary>
internal readonly record struct ZipPlace(long Offset, long Length, bool IsStored)
{
    /// <summary>Position after the last byte.</summary>
    public long End => Offset + Length;

    public bool Overlaps(ZipPlace other) => Offset < other.End && other.Offset < End;
}
