using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;

namespace LungSeg.Core.Bytes.Compression;

/// <summary>Unpacks all members of a gzip file and checks each one's length and CRC.</summary>
/// <remarks>
/// System.IO.Compression.GZipStream reads a truncated file, or a file with a damaged second member, without an error. Zeros after a member
/// are padding, as in Python and gzip.
/// </remarks>
internal sealed class GzipMembersStream(SourceStream packed, SourceName name) : ForwardStream
{
    private const int HeadLength = 10;
    private const int LongestField = 64 << 10;
    private readonly Crc32 _crc = new();
    private GzipMemberBytes? _packedMember;
    private DeflateStream? _member;
    private long _memberLength;

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        while (true)
        {
            if (_member is null)
            {
                if (packed.Position >= packed.Length)
                {
                    return 0;
                }
                ReadHead();
                _packedMember = new GzipMemberBytes(packed);
                _member = new DeflateStream(_packedMember, CompressionMode.Decompress);
            }

            var got = _member.Read(buffer);
            if (got > 0)
            {
                _crc.Append(buffer[..got]);
                _memberLength += got;
                return got;
            }

            EndMember();
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _member?.Dispose();
        }
        base.Dispose(disposing);
    }

    // RFC 1952 2.3
    private void ReadHead()
    {
        const int HasCrc = 2,
            HasExtra = 4,
            HasName = 8,
            HasComment = 16;
        Span<byte> head = stackalloc byte[HeadLength];
        var at = packed.Position;
        ReadOnlySpan<byte> signature = [0x1f, 0x8b, 8];
        var got = Math.Min(packed.Peek(head), signature.Length);
        if (!head[..got].SequenceEqual(signature[..got]))
        {
            throw FormatError.Corrupt(
                name,
                at,
                at == 0 ? "this is not a gzip file, or its method is unknown" : "what follows a gzip member is not a gzip member"
            );
        }
        packed.ReadExactly(head);
        if ((head[3] & HasExtra) != 0)
        {
            Span<byte> length = stackalloc byte[2];
            packed.ReadExactly(length);
            packed.Position += BinaryPrimitives.ReadUInt16LittleEndian(length);
        }

        if ((head[3] & HasName) != 0)
        {
            SkipText();
        }
        if ((head[3] & HasComment) != 0)
        {
            SkipText();
        }
        if ((head[3] & HasCrc) != 0)
        {
            packed.Position += 2;
        }
    }

    private void SkipText()
    {
        var at = packed.Position;
        int value;
        while ((value = packed.ReadByte()) != 0)
        {
            if (value < 0)
            {
                throw new EndOfStreamException();
            }
            if (packed.Position - at > LongestField)
            {
                throw FormatError.Unterminated(name, at, "gzip file name", LongestField);
            }
        }
    }

    private void EndMember()
    {
        _member!.Dispose();
        _member = null;
        if (_packedMember!.RanIntoTrailer)
        {
            throw FormatError.CutStream(name, packed.Length);
        }
        Span<byte> trailer = stackalloc byte[GzipMemberBytes.TrailerLength];
        BinaryPrimitives.WriteUInt32LittleEndian(trailer, _crc.GetCurrentHashAsUInt32());
        BinaryPrimitives.WriteUInt32LittleEndian(trailer[4..], (uint)_memberLength);
        packed.Position = FindTrailer(trailer) + trailer.Length;
        packed.SkipZeros();
        _crc.Reset();
        _memberLength = 0;
    }

    /// <summary>
    /// Finds the trailer with the CRC and the length of the unpacked data. It shows that the data is undamaged, and where the member ends.
    /// </summary>
    private long FindTrailer(ReadOnlySpan<byte> trailer)
    {
        var (start, end) = (_packedMember!.LastStart, packed.Position);
        packed.Position = start;
        var length = (int)(end - start) + trailer.Length;
        var given = ArrayPool<byte>.Shared.Rent(length);
        packed.ReadExactly(given, 0, length);
        var found = given.AsSpan(0, length).IndexOf(trailer);
        ArrayPool<byte>.Shared.Return(given);
        return found >= 0
            ? start + found
            : throw FormatError.Corrupt(
                name,
                end,
                $"the unpacked data has CRC {_crc.GetCurrentHashAsUInt32():x8} and length {(uint)_memberLength}, its trailer says "
                    + "otherwise: the data is damaged"
            );
    }
}

/// <summary>Gives an inflater the packed bytes of a gzip member, and remembers where the member can end.</summary>
/// <remarks>
/// An inflater reads ahead and does not say how many bytes it left over. It stops reading when the member ends, so the end lies in the
/// bytes of its last read. No read crosses into the last 8 bytes of the file, which are the trailer of the last member.
/// </remarks>
internal sealed class GzipMemberBytes(SourceStream packed) : ForwardStream
{
    public const int TrailerLength = 8;

    /// <summary>Where the last read began.</summary>
    public long LastStart { get; private set; } = packed.Position;

    /// <summary>Whether a read began where only a trailer can lie: the member is truncated.</summary>
    public bool RanIntoTrailer { get; private set; }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        LastStart = packed.Position;
        var toTrailer = packed.Length - TrailerLength - packed.Position;
        RanIntoTrailer |= toTrailer <= 0;
        return packed.Read(toTrailer > 0 && toTrailer < buffer.Length ? buffer[..(int)toTrailer] : buffer);
    }
}
