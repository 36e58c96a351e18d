using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Arrays;

namespace LungSeg.Core.Formats.Pickle;

/// <summary>Arrays that are written as Python objects: nested lists or tuples of numbers, and object arrays of numbers.</summary>
internal static class NestedNumbers
{
    private const int MostAxes = 3;

    /// <summary>
    /// The array of a nested list of numbers of equal lengths; null where it is something else, or has one axis only.
    /// It is looked for once.
    /// </summary>
    public static ArrayInfo? Find(SequenceNode node, PickleTableSource table)
    {
        lock (table.Gate)
        {
            if (!node.IsSliceKnown)
            {
                (node.Slice, node.IsSliceKnown) = (
                    Shape(node) is { Length: > 1 } shape ? Create(node, shape, Parts(node, shape.Length, table), table) : null,
                    true
                );
            }
            return node.Slice;
        }
    }

    /// <summary>The array of an object array whose elements are all numbers; null for others.</summary>
    public static ArrayInfo? Find(ArrayNode array, PickleTableSource table)
    {
        if (array.Objects is not { } objects || array.Shape is not { Length: > 1 } shape)
        {
            return null;
        }
        lock (table.Gate)
        {
            if (!objects.IsSliceKnown)
            {
                (objects.Slice, objects.IsSliceKnown) = (Create(objects, shape, [objects], table), true);
            }
            return objects.Slice;
        }
    }

    /// <summary>The items of a list or tuple; null for other nodes.</summary>
    public static IReadOnlyList<PickleNode>? Items(PickleNode node) => (node as SequenceNode)?.Sequence;

    private static ArrayInfo? Create(SequenceNode owner, long[] shape, List<PickleNode> parts, PickleTableSource table)
    {
        var length = parts.Count == 0 ? 0 : Items(parts[0])?.Count ?? 0;
        if (length == 0)
        {
            return null;
        }
        var kind = 'b';
        foreach (var part in parts)
        {
            if (Items(part) is not { } items || items.Count != length || KindOf(part) is not { } found)
            {
                return null;
            }
            kind = Wider(kind, found);
        }
        var dtype = kind == 'b' ? new DType('b', 1, ByteOrder.None) : new DType(kind, 8, ByteOrder.Little);
        var array = ArrayInfo.Decoded(dtype, shape, new Payload(owner.Offset, 0), new PackedRows(parts, length, dtype, table));
        table.CheckDecoded(array);
        return array;
    }

    private static char Wider(char a, char b) =>
        a == 'f' || b == 'f' ? 'f'
        : a == 'i' || b == 'i' ? 'i'
        : 'b';

    /// <summary>numpy's kind of the numbers in a list or tuple; null where it holds anything else.</summary>
    private static char? KindOf(PickleNode part)
    {
        if (part is ListNode { Numbers: { } packed })
        {
            return packed.Kind;
        }
        char? kind = null;
        foreach (var item in Items(part)!)
        {
            char? found = item switch
            {
                ScalarNode { Value: bool } => 'b',
                ScalarNode { Value: long } => 'i',
                ScalarNode { Value: double } => 'f',
                NumpyScalarNode { DType: { Kind: 'u', ItemSize: 8 } } => 'f',
                NumpyScalarNode { DType: { IsNumeric: true } dtype } => dtype.Kind == 'u' ? 'i' : dtype.Kind,
                _ => null,
            };
            if (found is null)
            {
                return null;
            }
            kind = kind is null ? found : Wider(kind.Value, found.Value);
        }
        return kind;
    }

    /// <summary>Lengths of the axes, from the first item of each.</summary>
    private static long[]? Shape(PickleNode node)
    {
        var shape = new List<long>();
        for (var at = node; Items(at) is { Count: > 0 } items && shape.Count <= MostAxes; at = items[0])
        {
            shape.Add(items.Count);
            if (at is ListNode { Numbers: not null })
            {
                break;
            }
        }
        return shape.Count <= MostAxes ? [.. shape] : null;
    }

    /// <summary>The innermost lists of a nested list, in order; empty where a list in between has another length.</summary>
    private static List<PickleNode> Parts(PickleNode node, int axes, PickleTableSource table)
    {
        List<PickleNode> parts = [node];
        for (var axis = 0; axis < axes - 1; axis++)
        {
            var inner = new List<PickleNode>();
            var length = Items(parts[0])?.Count;
            foreach (var part in parts)
            {
                if (Items(part) is not { } items || items.Count != length || part is ListNode { Numbers: not null })
                {
                    return [];
                }
                table.Budget.Charge(8L * items.Count, part.Offset);
                inner.AddRange(items);
            }
            parts = inner;
        }
        return parts;
    }

    /// <summary>Decodes lists of numbers of one length, one after another.</summary>
    private sealed class PackedRows(IReadOnlyList<PickleNode> parts, int length, DType dtype, PickleTableSource table) : IObjectNumbers
    {
        public void Decode(IByteSource source, Span<byte> destination)
        {
            var step = length * dtype.ItemSize;
            for (var i = 0; i < parts.Count; i++)
            {
                var row = destination.Slice(i * step, step);
                if (parts[i] is ListNode { Numbers: { } packed })
                {
                    packed.CopyTo(row, dtype);
                }
                else
                {
                    Decode(Items(parts[i])!, row);
                }
            }
        }

        private void Decode(IReadOnlyList<PickleNode> items, Span<byte> row)
        {
            for (var i = 0; i < items.Count; i++)
            {
                var value = NodeColumn.GetCell(items[i], table).Value;
                var number = value switch
                {
                    bool flag => flag ? 1 : 0,
                    long integer => integer,
                    double real => real,
                    System.Numerics.BigInteger large => (double)large,
                    _ => double.NaN,
                };
                var element = row.Slice(i * dtype.ItemSize, dtype.ItemSize);
                if (dtype.Kind == 'i' && value is long exact)
                {
                    System.Buffers.Binary.BinaryPrimitives.WriteInt64LittleEndian(element, exact);
                }
                else
                {
                    ElementConversion.TryFromDouble([number], dtype, element);
                }
            }
        }
    }
}
