using System.Buffers.Binary;
using System.Text;

namespace LungSeg.Core.Bytes.Compression;

/// <summary>Writes a zip archive member by member, each stored or deflated, always with 64-bit sizes.</summary>
/// <remarks>
/// .NET's own archive deflates on one thread; here the caller passes pieces that were deflated on several. Sizes and CRC are written into
/// the local header once they are known, so that no reader needs a data descriptor. All times are equal: the same content gives the same
/// bytes.
/// </remarks>
internal sealed class ZipOutput(Stream stream)
{
    private const ushort Version = 45;
    private const ushort Utf8Names = 1 << 11;
    private const ushort Deflated = 8;

    // 1980-01-01, the earliest date that DOS knows.
    private const uint NoDate = 0x00210000;
    private const int LocalHeaderBytes = 30;
    private const int Zip64LocalBytes = 20;
    private readonly List<Member> _members = [];
    private Member? _open;

    /// <summary>Starts a member.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="isDeflated">Whether its bytes are a deflate stream.</param>
    public void Begin(string name, bool isDeflated)
    {
        _open = new Member(Encoding.UTF8.GetBytes(name), isDeflated, stream.Position);
        stream.Write(Local(_open));
    }

    /// <summary>Adds bytes to the member, already deflated where the member is.</summary>
    public void Write(ReadOnlySpan<byte> bytes) => stream.Write(bytes);

    /// <summary>Ends the member.</summary>
    /// <param name="crc">CRC-32 of its content.</param>
    /// <param name="length">Length of its content.</param>
    public void End(uint crc, long length)
    {
        var member = _open!;
        var end = stream.Position;
        (member.Crc, member.Length, member.Packed) = (
            crc,
            length,
            end - member.Offset - LocalHeaderBytes - member.Name.Length - Zip64LocalBytes
        );
        stream.Position = member.Offset;
        stream.Write(Local(member));
        stream.Position = end;
        _members.Add(member);
        _open = null;
    }

    /// <summary>Enters a member that is in the archive already, in front of what is written here.</summary>
    public void Add(byte[] name, bool isDeflated, long offset, uint crc, long length, long packed) =>
        _members.Add(
            new Member(name, isDeflated, offset)
            {
                Crc = crc,
                Length = length,
                Packed = packed,
            }
        );

    /// <summary>Writes the directory.</summary>
    /// <param name="origin">Where the stream begins in the archive.</param>
    public void Finish(long origin = 0)
    {
        var start = origin + stream.Position;
        foreach (var member in _members)
        {
            stream.Write(Central(member));
        }
        stream.Write(End(start, origin + stream.Position - start));
    }

    private static byte[] Local(Member member)
    {
        var header = new byte[LocalHeaderBytes + member.Name.Length + Zip64LocalBytes];
        var at = new Fields(header);
        at.Four(0x04034b50);
        at.Two(Version);
        at.Two(Utf8Names);
        at.Two(member.IsDeflated ? Deflated : (ushort)0);
        at.Four(NoDate);
        at.Four(member.Crc);
        at.Four(uint.MaxValue);
        at.Four(uint.MaxValue);
        at.Two((ushort)member.Name.Length);
        at.Two(Zip64LocalBytes);
        at.Bytes(member.Name);
        at.Two(1);
        at.Two(16);
        at.Eight(member.Length);
        at.Eight(member.Packed);
        return header;
    }

    private static byte[] Central(Member member)
    {
        var header = new byte[46 + member.Name.Length + 28];
        var at = new Fields(header);
        at.Four(0x02014b50);
        at.Two(Version);
        at.Two(Version);
        at.Two(Utf8Names);
        at.Two(member.IsDeflated ? Deflated : (ushort)0);
        at.Four(NoDate);
        at.Four(member.Crc);
        at.Four(uint.MaxValue);
        at.Four(uint.MaxValue);
        at.Two((ushort)member.Name.Length);
        at.Two(28);
        at.Two(0);
        at.Two(0);
        at.Two(0);
        at.Four(0);
        at.Four(uint.MaxValue);
        at.Bytes(member.Name);
        at.Two(1);
        at.Two(24);
        at.Eight(member.Length);
        at.Eight(member.Packed);
        at.Eight(member.Offset);
        return header;
    }

    private byte[] End(long start, long length)
    {
        var end = new byte[56 + 20 + 22];
        var at = new Fields(end);
        at.Four(0x06064b50);
        at.Eight(44);
        at.Two(Version);
        at.Two(Version);
        at.Four(0);
        at.Four(0);
        at.Eight(_members.Count);
        at.Eight(_members.Count);
        at.Eight(length);
        at.Eight(start);
        at.Four(0x07064b50);
        at.Four(0);
        at.Eight(start + length);
        at.Four(1);
        at.Four(0x06054b50);
        at.Two(0);
        at.Two(0);
        at.Two(ushort.MaxValue);
        at.Two(ushort.MaxValue);
        at.Four(uint.MaxValue);
        at.Four(uint.MaxValue);
        at.Two(0);
        return end;
    }

    private sealed class Member(byte[] name, bool isDeflated, long offset)
    {
        public byte[] Name => name;

        public bool IsDeflated => isDeflated;

        public long Offset => offset;

        public uint Crc { get; set; }

        public long Length { get; set; }

        public long Packed { get; set; }
    }

    private ref struct Fields(Span<byte> bytes)
    {
        private readonly Span<byte> _bytes = bytes;
        private int _at;

        public void Two(ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(Next(2), value);

        public void Four(uint value) => BinaryPrimitives.WriteUInt32LittleEndian(Next(4), value);

        public void Eight(long value) => BinaryPrimitives.WriteInt64LittleEndian(Next(8), value);

        public void Bytes(ReadOnlySpan<byte> value) => value.CopyTo(Next(value.Length));

        private Span<byte> Next(int count)
        {
            var taken = _bytes.Slice(_at, count);
            _at += count;
            return taken;
        }
    }
}
