using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Arrays;
using S = LungSeg.Core.Formats.Pickle.PickleSymbol;

namespace LungSeg.Core.Formats.Pickle;

/// <summary>
/// Evaluates allowed calls: numpy arrays, dtypes and scalars become descriptions of bytes; all other calls stay a <see cref="CallNode"/>.
/// </summary>
internal sealed partial class PickleReductions(IByteSource file, AllocationBudget budget)
{
    private readonly SourceName _source = file.Name;

    private const int ArrayBytes = 288;
    private static readonly string[] Latin1Names = ["latin1", "latin-1", "iso-8859-1"];

    public PickleNode Reduce(long at, GlobalNode callee, PickleNode arguments)
    {
        if (arguments is not TupleNode { Items: var items })
        {
            throw FormatError.Corrupt(_source, at, "a call's arguments are not a tuple");
        }
        return callee.Symbol switch
        {
            S.Reconstruct => new ArrayNode(at),
            S.MaskedArray => new ArrayNode(at) { IsMasked = true },
            S.NdArray => NdArray(at, items),
            S.FromBuffer => FromBuffer(at, items),
            S.DTypeClass => GetDType(at, items),
            S.NumpyScalar => Scalar(at, items),
            S.CodecsEncode => Encode(at, items),
            S.ByteArray => ByteArray(at, items),
            S.OrderedDict when items is [] or [GlobalNode] => new DictNode(at),
            S.CopyregReconstructor when items is [GlobalNode type, ..] => Instance(at, type),
            S.CopyregNew when items is [GlobalNode type, .. var rest] => Reduce(at, type, new TupleNode(at, rest)),
            _ => new CallNode(at, callee, arguments),
        };
    }

    public void Build(long at, PickleNode target, PickleNode state)
    {
        switch (target)
        {
            case ArrayNode array:
                BuildArray(at, array, state);
                break;
            case DTypeNode dtype:
                BuildDType(at, dtype, state);
                break;
            case CallNode call:
                call.State = state;
                break;

            // Attributes of a dict or list subclass are not needed for rows and columns.
            case DictNode
            or ListNode:
                break;
            default:
                throw FormatError.Corrupt(_source, at, "state is set on a value that takes none");
        }
    }

    private static PickleNode Instance(long at, GlobalNode type) =>
        type.Symbol is S.NdArray ? new ArrayNode(at) : new CallNode(at, type, new TupleNode(at, []));

    private ArrayNode NdArray(long at, PickleNode[] items)
    {
        // ndarray((0,), "b") is an empty array whose state follows. A call with a buffer gives a complete array.
        if (items.Length < 3)
        {
            return new ArrayNode(at);
        }
        var fortran = items.Length > 5 && items[5] is TextNode { Text: "F" };
        return CreateArray(at, items[1], items[0], items[2], fortran);
    }

    private ArrayNode FromBuffer(long at, PickleNode[] items)
    {
        if (items.Length != 4)
        {
            throw FormatError.Mismatch(_source, at, "an array's buffer call", $"{items.Length} arguments", "4");
        }
        return CreateArray(at, items[1], items[2], items[0], items[3] is TextNode { Text: "F" });
    }

    private ArrayNode CreateArray(long at, PickleNode dtype, PickleNode shape, PickleNode buffer, bool fortran)
    {
        var array = new ArrayNode(at);
        Fill(at, array, (dtype, shape, buffer), fortran);
        return array;
    }

    private void BuildArray(long at, ArrayNode array, PickleNode state)
    {
        if (array.IsBuilt)
        {
            throw FormatError.Corrupt(_source, at, "an array's state is set twice");
        }
        if (array.IsMasked)
        {
            BuildMasked(at, array, state);
            return;
        }
        if (state is not TupleNode { Items: { Length: 4 or 5 } all })
        {
            throw FormatError.Corrupt(_source, at, "an array's state is not a tuple of 5");
        }
        var items = all.AsSpan(all.Length - 4);
        Fill(at, array, (items[1], items[0], items[3]), items[2] is ScalarNode { Value: true or 1L });
    }

    /// <summary>numpy's state of a MaskedArray: (version, shape, dtype, is_fortran, values, mask as bytes, fill value).</summary>
    private void BuildMasked(long at, ArrayNode array, PickleNode state)
    {
        if (state is not TupleNode { Items: [_, var shape, var dtype, var order, var values, var mask, _] })
        {
            throw FormatError.Corrupt(_source, at, "a masked array's state is not a tuple of 7");
        }
        var fortran = order is ScalarNode { Value: true or 1L };
        Fill(at, array, (dtype, shape, values), fortran);
        if (array.Info is { DType.IsNumeric: true } info)
        {
            var masked = new ArrayNode(at);
            Fill(at, masked, (new DTypeNode(at, new DType('b', 1, ByteOrder.None)), shape, mask), fortran);
            array.Info = MaskedValues.Create(info, masked.Info!);
        }
        array.Objects = null;
    }

    private void Fill(long at, ArrayNode array, (PickleNode DType, PickleNode Shape, PickleNode Data) state, bool fortran)
    {
        budget.Charge(ArrayBytes, at);
        if (state.DType is not DTypeNode dtypeNode)
        {
            throw FormatError.Corrupt(_source, at, "an array has no dtype");
        }
        var shape = GetShape(at, state.Shape);
        var count = ArrayInfo.CountElements(shape);
        if (dtypeNode.DType.Kind == 'O' && state.Data is ListNode list)
        {
            if (list.Items.Count != count)
            {
                throw FormatError.Mismatch(
                    _source,
                    at,
                    "number of objects in an array",
                    $"{list.Items.Count}",
                    $"{count} from its shape ({Text(shape)})"
                );
            }
            array.Objects = list;
            array.Shape = shape;
            return;
        }

        var payload = GetPayload(at, state.Data);
        var needed = count > long.MaxValue / Math.Max(1, dtypeNode.DType.ItemSize) ? long.MaxValue : count * dtypeNode.DType.ItemSize;
        if (payload.Encoding == PayloadEncoding.Raw ? payload.Length != needed : payload.Length < needed)
        {
            throw FormatError.Mismatch(
                _source,
                payload.Offset,
                $"payload of {dtypeNode.DType.Name} ({Text(shape)})",
                $"{payload.Length} bytes",
                $"{needed}"
            );
        }

        array.Info = ArrayInfo.Contiguous(
            dtypeNode.IsStructured ? dtypeNode.DType with { Kind = 'V' } : dtypeNode.DType,
            shape,
            fortran,
            payload
        );
        array.Shape = shape;
    }

    private long[] GetShape(long at, PickleNode node)
    {
        const int MaxAxes = 64;
        if (node is ScalarNode { Value: long single and >= 0 })
        {
            return [single];
        }
        if (node is not TupleNode { Items: var items } || items.Length > MaxAxes)
        {
            throw FormatError.Corrupt(_source, at, "an array's shape is not a tuple of lengths");
        }
        budget.Charge(16L * items.Length, at);
        var shape = new long[items.Length];
        for (var i = 0; i < shape.Length; i++)
        {
            shape[i] = items[i] is ScalarNode { Value: long length and >= 0 }
                ? length
                : throw FormatError.Corrupt(_source, at, "an array's shape holds something that is not a length");
        }

        return shape;
    }

    private Payload GetPayload(long at, PickleNode node) =>
        node switch
        {
            PayloadNode bytes => bytes.Payload,

            // Python 2 has no bytes type: its arrays are str.
            TextNode { Payload: var payload } => payload,
            _ => throw FormatError.Corrupt(_source, at, "an array's values are not bytes"),
        };

    private PickleNode Scalar(long at, PickleNode[] items)
    {
        if (items is not [DTypeNode dtype, var value])
        {
            throw FormatError.Corrupt(_source, at, "a numpy scalar has no dtype and value");
        }
        if (dtype.DType.Kind == 'O')
        {
            return value;
        }
        var payload = GetPayload(at, value);
        if (payload.Encoding == PayloadEncoding.Raw && payload.Length != dtype.DType.ItemSize)
        {
            throw FormatError.Mismatch(
                _source,
                payload.Offset,
                $"a {dtype.DType.Name} scalar",
                $"{payload.Length} bytes",
                $"{dtype.DType.ItemSize}"
            );
        }
        budget.Charge(dtype.DType.ItemSize, at);
        return new NumpyScalarNode(at, dtype.DType, payload);
    }

    private PayloadNode Encode(long at, PickleNode[] items)
    {
        if (items is not [var text, TextNode { Text: var encoding }] || !Latin1Names.Contains(encoding))
        {
            throw FormatError.Unsupported(_source, at, "bytes are written in another encoding than latin1");
        }
        return new PayloadNode(at, GetPayload(at, text), isText: false);
    }

    private PayloadNode ByteArray(long at, PickleNode[] items) =>
        items switch
        {
            [] => new PayloadNode(at, new Payload(at, 0), isText: false),
            [var bytes] => new PayloadNode(at, GetPayload(at, bytes), isText: false),
            _ => Encode(at, items),
        };

    private static string Text(long[] shape) => string.Join(", ", shape);
}
