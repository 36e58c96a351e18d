using System.IO.Compression;
using System.IO.Hashing;

namespace LungSeg.Core.Bytes.Compression;

/// <summary>Gets at the bytes of a member of a zip archive: in place where it is stored, else unpacked into a temporary file.</summary>
internal static class ZipMember
{
    /// <summary>Opens the directory of an archive.</summary>
    /// <exception cref="DatasetFormatException">There is no usable directory.</exception>
    public static ZipArchive OpenDirectory(SourceStream stream, SourceName name)
    {
        try
        {
            var archive = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);

            // Reads the directory, so that damage shows here.
            _ = archive.Entries.Count;
            return archive;
        }
        catch (Exception e) when (IsDamage(e))
        {
            throw FormatError.Undecodable(name, stream.LastReadAt, $"the zip directory is missing or damaged: {e.Message}", e);
        }
    }

    /// <summary>The place of a stored member's bytes in the file; null where the member is compressed.</summary>
    /// <exception cref="DatasetFormatException">The member lies outside the file, or its head is damaged.</exception>
    public static long? StoredOffset(ZipArchiveEntry entry, SourceStream stream, SourceName name)
    {
        if (entry.CompressedLength != entry.Length || entry.Length == 0)
            return null;
        using var content = Open(entry, stream, name);
        var first = new byte[1];
        var got = Guarded(() => content.Read(first, 0, 1), stream, name);
        if (got != 1 || stream.Position - stream.LastReadAt != 1)
            return null;

        // A deflated member of equal lengths would be read in larger steps, and its bytes would differ.
        var offset = stream.LastReadAt;
        if (offset + entry.Length > stream.Length)
            throw FormatError.Truncated(name, offset, "zip member", entry.Length, stream.Length - offset);
        return offset;
    }

    /// <summary>Unpacks a member and checks its CRC.</summary>
    public static (FileByteSource Content, DatasetFormatException? Damage) Unpack(ZipArchiveEntry entry, SourceStream stream, (SourceName Name, string Folder, ReadLimits Limits) target)
    {
        using var content = Open(entry, stream, target.Name);
        using var guarded = new GuardedStream(() => new CrcStream(content, entry.Crc32), stream, target.Name);
        return TemporaryFile.Fill(guarded, target.Name, target.Folder, target.Limits);
    }

    private static Stream Open(ZipArchiveEntry entry, SourceStream stream, SourceName name)
    {
        if (entry.IsEncrypted)
            throw FormatError.Unsupported(name, 0, "the zip member is encrypted");
        return Guarded(entry.Open, stream, name);
    }

    private static T Guarded<T>(Func<T> read, SourceStream stream, SourceName name)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (IsDamage(e))
        {
            throw FormatError.Undecodable(name, stream.LastReadAt, $"the zip member cannot be read: {e.Message}", e);
        }
    }

    /// <summary>What the library throws at archives whose sizes and offsets lie.</summary>
    private static bool IsDamage(Exception e) => e is InvalidDataException or EndOfStreamException or NotSupportedException or ArgumentException or OverflowException;

    /// <summary>Passes a stream through and compares its CRC at the end.</summary>
    private sealed class CrcStream(Stream below, uint expected) : ForwardStream
    {
        private readonly Crc32 _crc = new();

        public override int Read(byte[] buffer, int offset, int count)
        {
            var got = below.Read(buffer, offset, count);
            _crc.Append(buffer.AsSpan(offset, got));
            if (got == 0 && count > 0 && _crc.GetCurrentHashAsUInt32() != expected)
                throw new InvalidDataException($"CRC {_crc.GetCurrentHashAsUInt32():x8} differs from the directory's {expected:x8}");
            return got;
        }
    }
}
