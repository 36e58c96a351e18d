using System.Text;
using LungSeg.Core.Bytes;

namespace LungSeg.Core.Formats.Parquet;

/// <summary>Reads Thrift's compact protocol, in which Parquet's footer and page headers are written.</summary>
/// <param name="data">The bytes.</param>
/// <param name="origin">Offset of their first byte in the file.</param>
/// <param name="source">Name of the file.</param>
internal ref struct ThriftReader(ReadOnlySpan<byte> data, long origin, SourceName source)
{
    private const int MaxDepth = 32;
    private readonly ReadOnlySpan<byte> _data = data;
    private int _at;

    /// <summary>Offset of the next byte in the file.</summary>
    public readonly long Offset => origin + _at;

    /// <summary>Reads the head of a struct's next field; false at the end of the struct.</summary>
    /// <param name="id">Number of the last field, 0 before the first; receives that of this one.</param>
    /// <param name="type">Type of its value.</param>
    public bool TryReadField(ref int id, out ThriftType type)
    {
        var head = ReadByte();
        type = (ThriftType)(head & 0xF);
        if (type == ThriftType.Stop)
        {
            return false;
        }
        id = head >> 4 is > 0 and var step ? id + step : (int)ReadInteger();
        return true;
    }

    /// <summary>Reads a value of 8 to 64 bits.</summary>
    public long ReadInteger()
    {
        var value = ReadUnsigned();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    /// <summary>Reads an integer of 32 bits.</summary>
    public int ReadInt32()
    {
        var offset = Offset;
        return ReadInteger() is >= int.MinValue and <= int.MaxValue and var value
            ? (int)value
            : throw FormatError.Corrupt(source, offset, "a number of the metadata does not fit 32 bits");
    }

    /// <summary>Reads a value of one byte.</summary>
    public sbyte ReadByteValue() => (sbyte)ReadByte();

    /// <summary>Reads a text.</summary>
    public string ReadText()
    {
        var length = ReadLength();
        return Encoding.UTF8.GetString(Take(length));
    }

    /// <summary>Reads the head of a list; its elements follow.</summary>
    /// <returns>Number of elements, which is at most that of the bytes left.</returns>
    public int ReadList(out ThriftType type)
    {
        var offset = Offset;
        var head = ReadByte();
        type = (ThriftType)(head & 0xF);
        var count = head >> 4 is < 15 and var few ? few : (long)ReadUnsigned();
        return count >= 0 && count <= _data.Length - _at
            ? (int)count
            : throw FormatError.Corrupt(source, offset, $"a list of {count} elements in {_data.Length - _at} bytes of metadata");
    }

    /// <summary>Skips a value.</summary>
    public void Skip(ThriftType type) => Skip(type, 0);

    private void Skip(ThriftType type, int depth)
    {
        if (depth > MaxDepth)
        {
            throw FormatError.Corrupt(source, Offset, $"the metadata is nested more than {MaxDepth} deep");
        }
        switch (type)
        {
            case ThriftType.True or ThriftType.False:
                break;
            case ThriftType.Byte:
                Take(1);
                break;
            case ThriftType.Int16 or ThriftType.Int32 or ThriftType.Int64:
                ReadUnsigned();
                break;
            case ThriftType.Double:
                Take(sizeof(double));
                break;
            case ThriftType.Binary:
                Take(ReadLength());
                break;
            case ThriftType.List or ThriftType.Set:
                SkipElements(depth);
                break;
            case ThriftType.Map:
                SkipEntries(depth);
                break;
            case ThriftType.Struct:
                for (var id = 0; TryReadField(ref id, out var field); )
                {
                    Skip(field, depth + 1);
                }
                break;
            default:
                throw FormatError.Corrupt(source, Offset, $"the metadata has a value of the unknown type {(int)type}");
        }
    }

    private void SkipElements(int depth)
    {
        for (var left = ReadList(out var type); left > 0; left--)
        {
            SkipElement(type, depth);
        }
    }

    private void SkipEntries(int depth)
    {
        var left = ReadUnsigned();
        if (left == 0)
        {
            return;
        }
        var types = ReadByte();
        for (; left > 0; left--)
        {
            SkipElement((ThriftType)(types >> 4), depth);
            SkipElement((ThriftType)(types & 0xF), depth);
        }
    }

    // An element that is true or false takes a byte, where a field has it in its head.
    private void SkipElement(ThriftType type, int depth) =>
        Skip(type is ThriftType.True or ThriftType.False ? ThriftType.Byte : type, depth + 1);

    private int ReadLength()
    {
        var offset = Offset;
        return ReadUnsigned() is var length && length <= (ulong)(_data.Length - _at)
            ? (int)length
            : throw FormatError.Truncated(
                source,
                offset,
                "a text of the metadata",
                (long)Math.Min(length, long.MaxValue),
                _data.Length - _at
            );
    }

    private ulong ReadUnsigned()
    {
        var offset = Offset;
        var value = 0UL;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = ReadByte();
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }
        throw FormatError.Corrupt(source, offset, "a number of the metadata has no end");
    }

    private byte ReadByte() => Take(1)[0];

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _data.Length - _at)
        {
            throw FormatError.Truncated(source, Offset, "metadata", count, _data.Length - _at);
        }
        var taken = _data.Slice(_at, count);
        _at += count;
        return taken;
    }
}

/// <summary>Types of Thrift's compact protocol. A field of a truth value has it as its type.</summary>
internal enum ThriftType
{
    Stop,
    True,
    False,
    Byte,
    Int16,
    Int32,
    Int64,
    Double,
    Binary,
    List,
    Set,
    Map,
    Struct,
}
