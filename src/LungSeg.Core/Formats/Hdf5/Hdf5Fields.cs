using System.Buffers.Binary;
using System.Text;
using LungSeg.Core.Bytes;

namespace LungSeg.Core.Formats.Hdf5;

/// <summary>Reads the fields of a structure of an HDF5 file one after another; numbers are little endian.</summary>
/// <param name="data">Its bytes.</param>
/// <param name="origin">Position of the first of them in the file.</param>
/// <param name="source">The file, for messages.</param>
internal ref struct Hdf5Fields(ReadOnlySpan<byte> data, long origin, SourceName source)
{
    /// <summary>Bytes of a checksum.</summary>
    public const int ChecksumBytes = 4;

    private readonly ReadOnlySpan<byte> _data = data;
    private int _position;

    /// <summary>Position of the next byte in the file.</summary>
    public readonly long Offset => origin + _position;

    /// <summary>Number of bytes that are left.</summary>
    public readonly int Left => _data.Length - _position;

    /// <summary>Reads a structure that ends in a checksum of all its other bytes.</summary>
    /// <exception cref="DatasetFormatException">It is not within the file, has another signature, or its checksum is wrong.</exception>
    public static byte[] ReadChecked(IByteSource source, long address, long length, ReadOnlySpan<byte> signature, string what)
    {
        if (address < 0 || length > source.Length - address)
        {
            throw FormatError.Truncated(source.Name, Math.Max(0, address), what, length, Math.Max(0, source.Length - address));
        }
        var bytes = new byte[length];
        source.ReadExactly(address, bytes, what);
        if (!bytes.AsSpan().StartsWith(signature))
        {
            throw FormatError.Corrupt(source.Name, address, $"{what} does not begin with {Encoding.Latin1.GetString(signature).Trim()}");
        }
        var (found, stated) = (ComputeChecksum(bytes.AsSpan()[..^4]), BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan()[^4..]));
        return found == stated
            ? bytes
            : throw FormatError.Mismatch(source.Name, address, $"checksum of {what}", $"{found:x8}", $"{stated:x8}");
    }

    public byte ReadByte(string field) => Take(1, field)[0];

    /// <summary>Reads a number of up to 8 bytes.</summary>
    /// <exception cref="DatasetFormatException">The structure ends before, or the number does not fit 63 bits.</exception>
    public long ReadNumber(int bytes, string field)
    {
        var offset = Offset;
        var number = LittleEndian.Read(Take(bytes, field));
        return number <= long.MaxValue ? (long)number : throw FormatError.Corrupt(source, offset, $"{field} is {number}");
    }

    /// <summary>Reads an address; null where it is undefined, which all bits say.</summary>
    public long? ReadAddress(string field)
    {
        var isUndefined = _data.Length - _position >= 8 && !_data.Slice(_position, 8).ContainsAnyExcept((byte)0xFF);
        if (isUndefined)
        {
            _position += 8;
            return null;
        }
        return ReadNumber(8, field);
    }

    public ReadOnlySpan<byte> Take(long count, string field)
    {
        if (count < 0 || count > Left)
        {
            throw FormatError.Corrupt(source, Offset, $"{field} takes {count} bytes, {Left} are left of its structure");
        }
        var taken = _data.Slice(_position, (int)count);
        _position += (int)count;
        return taken;
    }

    /// <summary>Bob Jenkins' lookup3, which HDF5 takes for its metadata.</summary>
    public static uint ComputeChecksum(ReadOnlySpan<byte> bytes)
    {
        var a = 0xdeadbeef + (uint)bytes.Length;
        var (b, c) = (a, a);
        for (; bytes.Length > 12; bytes = bytes[12..])
        {
            Add(bytes, ref a, ref b, ref c);
            a = (a - c) ^ uint.RotateLeft(c, 4);
            c += b;
            b = (b - a) ^ uint.RotateLeft(a, 6);
            a += c;
            c = (c - b) ^ uint.RotateLeft(b, 8);
            b += a;
            a = (a - c) ^ uint.RotateLeft(c, 16);
            c += b;
            b = (b - a) ^ uint.RotateLeft(a, 19);
            a += c;
            c = (c - b) ^ uint.RotateLeft(b, 4);
            b += a;
        }
        if (bytes.IsEmpty)
        {
            return c;
        }
        Span<byte> last = stackalloc byte[12];
        last.Clear();
        bytes.CopyTo(last);
        Add(last, ref a, ref b, ref c);
        c = (c ^ b) - uint.RotateLeft(b, 14);
        a = (a ^ c) - uint.RotateLeft(c, 11);
        b = (b ^ a) - uint.RotateLeft(a, 25);
        c = (c ^ b) - uint.RotateLeft(b, 16);
        a = (a ^ c) - uint.RotateLeft(c, 4);
        b = (b ^ a) - uint.RotateLeft(a, 14);
        return (c ^ b) - uint.RotateLeft(b, 24);
    }

    private static void Add(ReadOnlySpan<byte> bytes, ref uint a, ref uint b, ref uint c)
    {
        a += BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        b += BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
        c += BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]);
    }
}
