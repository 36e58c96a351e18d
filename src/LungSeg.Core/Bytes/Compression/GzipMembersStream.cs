using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;

namespace LungSeg.Core.Bytes.Compression;

/// <summary>Unpacks all members of a gzip file and checks each one's length and CRC.</summary>
/// <remarks>System.IO.Compression.GZipStream takes a cut file, or a damaged second member, for a whole one without a word.</remarks>
internal sealed class GzipMembersStream(SourceStream packed, SourceName name) : ForwardStream
{
    private const int HeadLength = 10;
    private const int TrailerLength = 8;
    private const int LongestField = 64 << 10;
    private readonly Crc32 _crc = new();
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
                    return 0;
                ReadHead();
                _member = new DeflateStream(new GzipMemberBytes(packed), CompressionMode.Decompress, leaveOpen: true);
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
            _member?.Dispose();
        base.Dispose(disposing);
    }

    // RFC 1952 2.3
    private void ReadHead()
    {
        const int HasCrc = 2, HasExtra = 4, HasName = 8, HasComment = 16;
        Span<byte> head = stackalloc byte[HeadLength];
        var at = packed.Position;
        packed.ReadExactly(head);
        if (head is not [0x1f, 0x8b, 8, ..])
            throw FormatError.Corrupt(name, at, "what follows a gzip member is no gzip member");
        if ((head[3] & HasExtra) != 0)
        {
            Span<byte> length = stackalloc byte[2];
            packed.ReadExactly(length);
            packed.Position += BinaryPrimitives.ReadUInt16LittleEndian(length);
        }

        if ((head[3] & HasName) != 0)
            SkipText();
        if ((head[3] & HasComment) != 0)
            SkipText();
        if ((head[3] & HasCrc) != 0)
            packed.Position += 2;
    }

    private void SkipText()
    {
        var at = packed.Position;
        int value;
        while ((value = packed.ReadByte()) != 0)
        {
            if (value < 0)
                throw new EndOfStreamException();
            if (packed.Position - at > LongestField)
                throw FormatError.Unterminated(name, at, "gzip file name", LongestField);
        }
    }

    private void EndMember()
    {
        _member!.Dispose();
        _member = null;
        var at = packed.Position;
        Span<byte> trailer = stackalloc byte[TrailerLength];
        packed.ReadExactly(trailer);
        var expected = BinaryPrimitives.ReadUInt32LittleEndian(trailer);
        if (_crc.GetCurrentHashAsUInt32() != expected)
            throw FormatError.Mismatch(name, at, "CRC of the unpacked data", $"{_crc.GetCurrentHashAsUInt32():x8}", $"{expected:x8}");
        var length = BinaryPrimitives.ReadUInt32LittleEndian(trailer[4..]);
        if ((uint)_memberLength != length)
            throw FormatError.Mismatch(name, at + 4, "length of the unpacked data", $"{(uint)_memberLength}", $"{length}");
        _crc.Reset();
        _memberLength = 0;
    }
}
