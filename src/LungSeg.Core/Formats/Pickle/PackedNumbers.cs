using System.Buffers.Binary;
using System.Collections;
using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Arrays;

namespace LungSeg.Core.Formats.Pickle;

/// <summary>
/// The items of a list of numbers of one type, as packed bytes: integers in the width that the largest needs, floats in 8 bytes, bools in
/// one. Nodes are made when they are asked for.
/// </summary>
internal sealed class PackedNumbers : IReadOnlyList<PickleNode>
{
    private const int FirstItems = 16;
    private readonly long _offset;
    private readonly AllocationBudget _budget;
    private byte[] _bytes = [];

    private PackedNumbers(char kind, int width, long offset, AllocationBudget budget) =>
        (Kind, Width, _offset, _budget) = (kind, width, offset, budget);

    /// <summary>numpy's kind: b, i or f.</summary>
    public char Kind { get; }

    /// <summary>Bytes of an item.</summary>
    public int Width { get; private set; }

    public int Count { get; private set; }

    /// <summary>The type that numpy gives an array of these numbers.</summary>
    public DType DType => Kind == 'b' ? new DType('b', 1, ByteOrder.None) : new DType(Kind, 8, ByteOrder.Little);

    public PickleNode this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            object value = Kind switch
            {
                'b' => _bytes[index] != 0,
                'i' => ReadInteger(index),
                _ => ReadDouble(index),
            };
            return new ScalarNode(_offset, value);
        }
    }

    /// <summary>Empty numbers of the type of <paramref name="first"/>; null where it is no number that can be packed.</summary>
    public static PackedNumbers? Start(PickleNode first, AllocationBudget budget) =>
        KindOf(first) is { } kind ? new PackedNumbers(kind, kind == 'f' ? 8 : 1, first.Offset, budget) : null;

    /// <summary>Whether all of <paramref name="items"/> are of the type of the numbers.</summary>
    public bool Takes(ReadOnlySpan<PickleNode> items)
    {
        foreach (var item in items)
        {
            if (KindOf(item) != Kind)
            {
                return false;
            }
        }
        return true;
    }

    /// <summary>Adds numbers, which <see cref="Takes"/> has seen.</summary>
    public void AddRange(ReadOnlySpan<PickleNode> items, long offset)
    {
        Widen(items, offset);
        Reserve(Count + items.Length, Width, offset);
        foreach (var item in items)
        {
            Write(((ScalarNode)item).Value!);
        }
    }

    /// <summary>Writes the numbers as float64, int64 or bool, in native byte order.</summary>
    public void CopyTo(Span<byte> destination, DType dtype)
    {
        for (var i = 0; i < Count; i++)
        {
            switch (dtype.Kind)
            {
                case 'b':
                    destination[i] = _bytes[i];
                    break;
                case 'i':
                    BinaryPrimitives.WriteInt64LittleEndian(destination[(8 * i)..], Kind == 'b' ? _bytes[i] : ReadInteger(i));
                    break;
                default:
                    BinaryPrimitives.WriteDoubleLittleEndian(destination[(8 * i)..], ReadDouble(i));
                    break;
            }
        }
    }

    public IEnumerator<PickleNode> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
        {
            yield return this[i];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static char? KindOf(PickleNode node) =>
        (node as ScalarNode)?.Value switch
        {
            bool => 'b',
            long => 'i',
            double => 'f',
            _ => null,
        };

    private double ReadDouble(int index) =>
        Kind switch
        {
            'b' => _bytes[index],
            'i' => ReadInteger(index),
            _ => BinaryPrimitives.ReadDoubleLittleEndian(_bytes.AsSpan(8 * index)),
        };

    private long ReadInteger(int index)
    {
        var bytes = _bytes.AsSpan(index * Width, Width);
        return Width switch
        {
            1 => (sbyte)bytes[0],
            2 => BinaryPrimitives.ReadInt16LittleEndian(bytes),
            4 => BinaryPrimitives.ReadInt32LittleEndian(bytes),
            _ => BinaryPrimitives.ReadInt64LittleEndian(bytes),
        };
    }

    private void Write(object value)
    {
        var bytes = _bytes.AsSpan(Count++ * Width, Width);
        switch (value)
        {
            case bool flag:
                bytes[0] = flag ? (byte)1 : (byte)0;
                break;
            case double number:
                BinaryPrimitives.WriteDoubleLittleEndian(bytes, number);
                break;
            default:
                WriteInteger(bytes, (long)value);
                break;
        }
    }

    private static void WriteInteger(Span<byte> bytes, long value)
    {
        Span<byte> all = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(all, value);
        all[..bytes.Length].CopyTo(bytes);
    }

    /// <summary>Makes the items as wide as the largest of <paramref name="items"/> needs.</summary>
    private void Widen(ReadOnlySpan<PickleNode> items, long offset)
    {
        var width = Width;
        foreach (var item in items)
        {
            width = Math.Max(width, item is ScalarNode { Value: long value } ? WidthOf(value) : width);
        }
        if (width == Width)
        {
            return;
        }
        var (narrow, count) = (new PackedNumbers(Kind, Width, _offset, _budget) { _bytes = _bytes, Count = Count }, Count);
        _budget.Charge((long)(_bytes.Length / Width) * (width - Width), offset);
        _bytes = new byte[_bytes.Length / Width * width];
        (Width, Count) = (width, 0);
        for (var i = 0; i < count; i++)
        {
            WriteInteger(_bytes.AsSpan(Count++ * Width, Width), narrow.ReadInteger(i));
        }
    }

    private static int WidthOf(long value) =>
        value is >= sbyte.MinValue and <= sbyte.MaxValue ? 1
        : value is >= short.MinValue and <= short.MaxValue ? 2
        : value is >= int.MinValue and <= int.MaxValue ? 4
        : 8;

    private void Reserve(int count, int width, long offset)
    {
        if ((long)count * width <= _bytes.Length)
        {
            return;
        }
        if ((long)count * width > Array.MaxLength / 2)
        {
            throw FormatError.TooLarge(_budget.Source, offset, "a list of numbers, in bytes,", (long)count * width, Array.MaxLength / 2);
        }
        var length = Math.Max(Count == 0 ? Math.Min(count, FirstItems) * width : _bytes.Length / 2 * 3, count * width);
        length -= length % width;
        _budget.Charge(length - _bytes.Length, offset);
        Array.Resize(ref _bytes, length);
    }
}
