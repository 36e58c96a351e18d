using System.Buffers;
using System.IO.Compression;
using LungSeg.Core.Bytes;
using LungSeg.Core.Bytes.Compression;

namespace LungSeg.Core.Formats.Dicom;

/// <summary>Finds the start and the transfer syntax of a file's data set, and inflates a deflated data set.</summary>
internal static class DicomContent
{
    /// <summary>Number of bytes that identify a DICOM file.</summary>
    public const int HeadBytes = 132;

    private const int PreambleBytes = 128;
    private const ushort MetaGroup = 0x0002;
    private const int LongestUid = 64;

    /// <summary>
    /// Whether a file that starts with these bytes is DICOM: Part 10, or without preamble a data set or meta information.
    /// </summary>
    public static bool Matches(ReadOnlySpan<byte> head) => IsPart10(head) || BareEncoding(head) is not null;

    /// <summary>The data set of a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="limits">Limits on a deflated data set.</param>
    /// <exception cref="DatasetFormatException">The file is not DICOM, is damaged, or inflates to more than the limits allow.</exception>
    public static (IByteSource Source, long Start, TransferSyntax Syntax) Open(IByteSource file, ReadLimits limits)
    {
        var head = new byte[(int)Math.Min(HeadBytes, file.Length)];
        file.ReadExactly(0, head, "the preamble");
        if (IsPart10(head))
        {
            return Open(file, HeadBytes, limits);
        }
        return BareEncoding(head) switch
        {
            null when head.Length < HeadBytes => throw FormatError.Truncated(
                file.Name,
                0,
                "the preamble of 128 bytes and 'DICM'",
                HeadBytes,
                head.Length
            ),
            null => throw FormatError.WrongFormat(
                file.Name,
                PreambleBytes,
                "neither 'DICM' stands here nor is the start an element of group 0002 or 0008"
            ),
            { IsMeta: true } => Open(file, 0, limits),
            { Encoding: var encoding } => (
                file,
                0,
                encoding.IsBigEndian ? TransferSyntax.ExplicitBigEndian
                : encoding.IsExplicit ? TransferSyntax.ExplicitLittleEndian
                : TransferSyntax.ImplicitLittleEndian
            ),
        };
    }

    private static (IByteSource Source, long Start, TransferSyntax Syntax) Open(IByteSource file, long start, ReadLimits limits)
    {
        var (uid, end) = ReadMeta(file, start);
        var syntax = TransferSyntax.FromUid(
            uid
                ?? throw FormatError.Corrupt(
                    file.Name with
                    {
                        Entry = DicomTags.TransferSyntaxUid.ToString(),
                    },
                    start,
                    "the file meta information does not name the transfer syntax"
                )
        );
        return syntax.IsDeflated
            ? (Inflate(file, end, limits), 0, syntax)
            : (file, end, syntax with { Encoding = FindEncoding(file, end, syntax.Encoding) });
    }

    /// <summary>
    /// The encoding of the data set by its first element: some writers name another than they write. A length whose low bytes are the
    /// letters of a VR would be longer than a first element is.
    /// </summary>
    private static ElementEncoding FindEncoding(IByteSource file, long start, ElementEncoding stated)
    {
        Span<byte> head = stackalloc byte[8];
        if (stated.IsBigEndian || file.Read(start, head) < head.Length)
        {
            return stated;
        }
        return BareEncoding(head) is { IsMeta: false, Encoding: { IsBigEndian: false } found } ? found : stated;
    }

    /// <summary>Reads group 0002, which is always explicit little endian.</summary>
    private static (string? Syntax, long End) ReadMeta(IByteSource file, long start)
    {
        using var reader = new DicomElementReader(file, start, ElementEncoding.ExplicitLittle);
        var values = new DicomValues(file.Name);
        var end = start;
        while (NextGroup(file, end) == MetaGroup && reader.Read())
        {
            if (reader.Kind != ElementKind.Element || reader.Length < 0)
            {
                throw FormatError.Corrupt(
                    file.Name with
                    {
                        Entry = reader.Tag.ToString(),
                    },
                    reader.Offset,
                    "the file meta information holds a sequence"
                );
            }
            end = reader.ValueOffset + reader.Length;
            if (reader.Tag == DicomTags.TransferSyntaxUid)
            {
                values.Add(reader.Tag, reader.Offset, reader.TakeValue(LongestUid), isBigEndian: false);
            }
        }

        return (values.Text(DicomTags.TransferSyntaxUid), end);
    }

    private static int NextGroup(IByteSource file, long offset)
    {
        Span<byte> group = stackalloc byte[2];
        return file.Read(offset, group) < 2 ? -1 : group[0] | (group[1] << 8);
    }

    /// <summary>Inflates to memory. The limit follows from the size of the file, since no header states the inflated size.</summary>
    private static MemoryByteSource Inflate(IByteSource file, long start, ReadLimits limits)
    {
        var name = file.Name with { Entry = "inflated data set" };
        using var packed = new SourceStream(new SliceByteSource(file, start, file.Length - start, name));
        using var inflater = new GuardedStream(() => new DeflateStream(packed, CompressionMode.Decompress, leaveOpen: true), packed, name);
        var maximum = Math.Min(
            limits.MaxUnpackedBytes,
            Math.Min(Array.MaxLength, limits.IndexBytesBase + (limits.IndexBytesPerFileByte * file.Length))
        );
        var bytes = new ArrayBufferWriter<byte>();
        var chunk = new byte[32 << 10];
        for (var got = inflater.Read(chunk, 0, chunk.Length); got > 0; got = inflater.Read(chunk, 0, chunk.Length))
        {
            if (bytes.WrittenCount + (long)got > maximum)
            {
                throw FormatError.TooLarge(name, bytes.WrittenCount, "its length in bytes", bytes.WrittenCount + (long)got, maximum);
            }
            bytes.Write(chunk.AsSpan(0, got));
        }

        return new MemoryByteSource(bytes.WrittenMemory, name);
    }

    /// <summary>Whether a file has a preamble and the letters behind it.</summary>
    public static bool IsPart10(ReadOnlySpan<byte> head) =>
        head.Length >= HeadBytes && head.Slice(PreambleBytes, 4).SequenceEqual("DICM"u8);

    /// <summary>Encoding of a file without preamble; null where it does not start with an element of a group that can be first.</summary>
    private static (ElementEncoding Encoding, bool IsMeta)? BareEncoding(ReadOnlySpan<byte> head)
    {
        const int LongestFirstValue = 1 << 10;
        if (head.Length < 8)
        {
            return null;
        }
        var (little, big) = (head[0] | (head[1] << 8), head[1] | (head[0] << 8));
        var isExplicit = ElementVr.IsValid((ushort)((head[4] << 8) | head[5]));
        if (little == MetaGroup)
        {
            return isExplicit && head[3] == 0 ? (ElementEncoding.ExplicitLittle, true) : null;
        }
        if (little == DicomTags.SopClassUid.Group && head[3] is 0 or 0x10)
        {
            var length = head[4] | (head[5] << 8) | (head[6] << 16) | (head[7] << 24);
            if (isExplicit)
            {
                return (ElementEncoding.ExplicitLittle, false);
            }
            return length is >= 0 and <= LongestFirstValue ? (ElementEncoding.ImplicitLittle, false) : null;
        }

        return big == DicomTags.SopClassUid.Group && isExplicit ? (ElementEncoding.ExplicitBig, false) : null;
    }
}
