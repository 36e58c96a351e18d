using LungSeg.Core.Formats.Arrays;

namespace LungSeg.Core.Formats.Pickle;

/// <summary>A value on the unpickler's stack: inert data, never an object of the type it names.</summary>
/// <param name="offset">Byte at which the opcode that made it stands.</param>
internal abstract class PickleNode(long offset)
{
    public long Offset { get; } = offset;
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

    /// <summary>Where it stands: under protocols 0 to 2 text may turn out to be an array's bytes.</summary>
    public Payload Payload { get; } = payload;
}

/// <summary>Bytes, or text too long to be a name or a label: located, not read.</summary>
internal sealed class PayloadNode(long offset, Payload payload, bool isText) : PickleNode(offset)
{
    public Payload Payload { get; } = payload;

    /// <summary>Whether Python would see a str here (and bytes only after <c>_codecs.encode</c>).</summary>
    public bool IsText { get; } = isText;
}

/// <summary>A tuple.</summary>
internal sealed class TupleNode(long offset, PickleNode[] items) : PickleNode(offset)
{
    public PickleNode[] Items { get; } = items;
}

/// <summary>A list, set or frozenset.</summary>
internal sealed class ListNode(long offset) : PickleNode(offset)
{
    public List<PickleNode> Items { get; } = [];
}

/// <summary>A dict, its pairs in the order they were set; a key may stand twice, the last wins.</summary>
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

/// <summary>A name that Python would import; here it is only compared with the allow-list.</summary>
internal sealed class GlobalNode(long offset, string module, string name, PickleSymbol symbol) : PickleNode(offset)
{
    public string Module { get; } = module;

    public string Name { get; } = name;

    /// <summary><see cref="PickleSymbol.Unsafe"/> where the name is not on the allow-list.</summary>
    public PickleSymbol Symbol { get; } = symbol;
}

/// <summary>A call or construction that Python would make, with the state it would set; nothing of it happens.</summary>
internal sealed class CallNode(long offset, PickleNode callee, PickleNode arguments) : PickleNode(offset)
{
    public PickleNode Callee { get; } = callee;

    public PickleNode Arguments { get; } = arguments;

    /// <summary>What BUILD would set; the last one where there are several.</summary>
    public PickleNode? State { get; set; }

    public PickleSymbol Symbol => (Callee as GlobalNode)?.Symbol ?? PickleSymbol.Unsafe;
}

/// <summary>A numpy dtype; its byte order comes with the BUILD that follows.</summary>
internal sealed class DTypeNode(long offset, DType dtype) : PickleNode(offset)
{
    public DType DType { get; set; } = dtype;

    /// <summary>Whether it has fields or a sub-array, which no column of this data set has.</summary>
    public bool IsStructured { get; set; }
}

/// <summary>A numpy array: values located in the file, or a list of objects.</summary>
internal sealed class ArrayNode(long offset) : PickleNode(offset)
{
    /// <summary>The array, once its state is known and its elements are not objects.</summary>
    public ArrayInfo? Info { get; set; }

    /// <summary>The elements of an object array, in C order whatever its flag says.</summary>
    public ListNode? Objects { get; set; }

    /// <summary>Lengths of the axes, once the state is known.</summary>
    public long[]? Shape { get; set; }

    public bool IsBuilt => Shape is not null;

    /// <summary>Length of the opcode that recalled it from the memo; 0 where the array itself stands.</summary>
    public int RecallLength { get; private init; }

    /// <summary>The same array, recalled at another place: a second cell that holds one object.</summary>
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

    /// <summary>The element as a cell, once it was read: many rows may share one scalar.</summary>
    public object? Cell { get; set; }
}
