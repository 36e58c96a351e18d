using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Arrays;

namespace LungSeg.Core.Formats.Pickle;

/// <summary>A value on the unpickler's stack: inert data, never an object of the type that the pickle names.</summary>
/// <param name="offset">Offset of its opcode.</param>
internal abstract class PickleNode(long offset)
{
    private const long SharedBit = long.MinValue;
    private long _offset = offset;

    public long Offset => _offset & ~SharedBit;

    /// <summary>Whether something else than its place on the stack may hold it: the memo, or a second place.</summary>
    public bool IsShared => _offset < 0;

    /// <summary>Notes that the memo or a second place holds it.</summary>
    public void Share() => _offset |= SharedBit;
}

/// <summary>
/// None, True, False, an integer or a float; <see cref="Value"/> is null, bool, long, <see cref="System.Numerics.BigInteger"/> or double.
/// </summary>
internal sealed class ScalarNode(long offset, object? value) : PickleNode(offset)
{
    public object? Value { get; } = value;
}

/// <summary>Text that was short enough to read at once.</summary>
internal sealed class TextNode(long offset, string text, Payload payload) : PickleNode(offset)
{
    public string Text { get; } = text;

    /// <summary>Where the text lies, since in protocols 0 to 2 a text may be the bytes of an array.</summary>
    public Payload Payload { get; } = payload;
}

/// <summary>Bytes, or text too long for a name or a label. It is located, not read.</summary>
internal sealed class PayloadNode(long offset, Payload payload, bool isText) : PickleNode(offset)
{
    public Payload Payload { get; } = payload;

    /// <summary>The text, cached because many rows may share it; null where it is not known or not read.</summary>
    public string? Text { get; set; }

    /// <summary>Whether <see cref="Text"/> was looked for.</summary>
    public bool IsTextKnown { get; set; }

    /// <summary>Whether the value is a str in Python, which becomes bytes only by <c>_codecs.encode</c>.</summary>
    public bool IsText { get; } = isText;
}

/// <summary>A tuple or list, which may be a slice of numbers.</summary>
internal abstract class SequenceNode(long offset) : PickleNode(offset)
{
    public abstract IReadOnlyList<PickleNode> Sequence { get; }

    /// <summary>The slice that it holds, or null, where <see cref="IsSliceKnown"/>. <see cref="NestedNumbers"/> looks for it.</summary>
    public ArrayInfo? Slice { get; set; }

    public bool IsSliceKnown { get; set; }
}

/// <summary>A tuple.</summary>
internal sealed class TupleNode(long offset, PickleNode[] items) : SequenceNode(offset)
{
    public PickleNode[] Items { get; } = items;

    public override IReadOnlyList<PickleNode> Sequence => Items;
}

/// <summary>A list, set or frozenset. Numbers of one type are packed.</summary>
internal sealed class ListNode(long offset) : SequenceNode(offset)
{
    private const long UnpackedBytes = 88;
    private List<PickleNode>? _nodes;

    public IReadOnlyList<PickleNode> Items => (IReadOnlyList<PickleNode>?)Numbers ?? _nodes ?? [];

    /// <summary>The items as packed numbers; null where they are something else, or of several types.</summary>
    public PackedNumbers? Numbers { get; private set; }

    public override IReadOnlyList<PickleNode> Sequence => Items;

    /// <summary>Adds items, and charges what they take.</summary>
    /// <returns>Whether the nodes of the items are no longer needed.</returns>
    public bool Add(ReadOnlySpan<PickleNode> items, AllocationBudget budget, long at)
    {
        if (_nodes is null && items.Length > 0 && (Numbers ?? PackedNumbers.Start(items[0], budget)) is { } numbers && numbers.Takes(items))
        {
            (Numbers = numbers).AddRange(items, at);
            return true;
        }
        budget.Charge((24L * items.Length) + (Numbers is null ? 0 : UnpackedBytes * Numbers.Count), at);
        _nodes ??= Numbers is null ? [] : [.. Numbers];
        Numbers = null;
        _nodes.AddRange(items);
        return false;
    }
}

/// <summary>A dict, with its pairs in the order in which they are set. A key may occur twice; the last value wins.</summary>
internal sealed class DictNode(long offset) : PickleNode(offset)
{
    private const int FewPairs = 16;
    private Dictionary<string, PickleNode>? _byName;
    private int _indexed;

    public List<KeyValuePair<PickleNode, PickleNode>> Pairs { get; } = [];

    /// <summary>The value under a text key, or null.</summary>
    public PickleNode? this[string key]
    {
        get
        {
            if (Pairs.Count <= FewPairs)
            {
                return Pairs.FindLast(pair => pair.Key is TextNode text && text.Text == key).Value;
            }
            _byName ??= [];
            for (; _indexed < Pairs.Count; _indexed++)
            {
                if (Pairs[_indexed].Key is TextNode text)
                {
                    _byName[text.Text] = Pairs[_indexed].Value;
                }
            }

            return _byName.GetValueOrDefault(key);
        }
    }
}

/// <summary>A name that Python would import. lungseg only looks it up in the allow-list.</summary>
internal sealed class GlobalNode(long offset, string module, string name, PickleSymbol symbol) : PickleNode(offset)
{
    public string Module { get; } = module;

    public string Name { get; } = name;

    /// <summary><see cref="PickleSymbol.Unsafe"/> where the name is not on the allow-list.</summary>
    public PickleSymbol Symbol { get; } = symbol;
}

/// <summary>A call or construction that Python would execute, with the state that it would set. lungseg executes nothing.</summary>
internal sealed class CallNode(long offset, PickleNode callee, PickleNode arguments) : PickleNode(offset)
{
    public PickleNode Callee { get; } = callee;

    public PickleNode Arguments { get; } = arguments;

    /// <summary>The state of the last BUILD; null without one.</summary>
    public PickleNode? State { get; set; }

    public PickleSymbol Symbol => (Callee as GlobalNode)?.Symbol ?? PickleSymbol.Unsafe;
}

/// <summary>A numpy dtype. Its byte order comes with the next BUILD.</summary>
internal sealed class DTypeNode(long offset, DType dtype) : PickleNode(offset)
{
    public DType DType { get; set; } = dtype;

    /// <summary>Whether it has several fields or a sub-array; such columns are not supported.</summary>
    public bool IsStructured { get; set; }
}

/// <summary>A numpy array: values located in the file, or a list of objects.</summary>
internal sealed class ArrayNode(long offset) : PickleNode(offset)
{
    /// <summary>The array; null until its state is set, and for arrays of objects.</summary>
    public ArrayInfo? Info { get; set; }

    /// <summary>The elements of an object array, always in C order.</summary>
    public ListNode? Objects { get; set; }

    /// <summary>Lengths of the axes; null until the state is set.</summary>
    public long[]? Shape { get; set; }

    public bool IsBuilt => Shape is not null;

    /// <summary>Whether it is a MaskedArray, whose state also has the mask.</summary>
    public bool IsMasked { get; init; }

    /// <summary>Length of the opcode that recalls it from the memo; 0 where the array is defined.</summary>
    public int RecallLength { get; private init; }

    /// <summary>The node for a second use of the array, which is recalled from the memo.</summary>
    public ArrayNode RecalledAt(long offset, int length) =>
        new(offset)
        {
            Info = Info,
            Objects = Objects,
            Shape = Shape,
            RecallLength = length,
        };
}

/// <summary>A numpy scalar: one element of a dtype.</summary>
internal sealed class NumpyScalarNode(long offset, DType dtype, Payload payload) : PickleNode(offset)
{
    public DType DType { get; } = dtype;

    public Payload Payload { get; } = payload;

    /// <summary>The decoded element, cached because many rows may share one scalar.</summary>
    public object? Cell { get; set; }
}
