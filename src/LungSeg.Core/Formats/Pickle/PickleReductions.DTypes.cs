using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Arrays;

namespace LungSeg.Core.Formats.Pickle;

/// <content>numpy dtypes: the call, and the state with byte order and fields.</content>
internal sealed partial class PickleReductions
{
    private DTypeNode GetDType(long at, PickleNode[] items)
    {
        if (items is [TextNode text, ..])
        {
            if (!DType.TryParse(text.Text, out var dtype))
            {
                throw FormatError.Unsupported(_source, at, $"dtype '{text.Text}' is not known");
            }
            return new DTypeNode(at, dtype);
        }

        // numpy's record array has the class numpy.record in place of a code; its one field follows with the state.
        // A dtype given by its class, such as numpy.dtypes.StringDType. Its elements are not read.
        return new DTypeNode(at, new DType('V', 0, ByteOrder.None));
    }

    /// <summary>The code of a unit, which is bytes in Python 3.</summary>
    private string GetUnit(PickleNode node)
    {
        const int LongestUnit = 8;
        if (node is not PayloadNode { Payload: { Length: <= LongestUnit } payload })
        {
            return (node as TextNode)?.Text ?? string.Empty;
        }
        var bytes = new byte[payload.Length];
        file.ReadExactly(payload.Offset, bytes, "unit of time");
        return System.Text.Encoding.Latin1.GetString(bytes);
    }

    private void BuildDType(long at, DTypeNode node, PickleNode state)
    {
        if (state is not TupleNode { Items: { Length: >= 5 } items } || items[1] is not TextNode order)
        {
            throw FormatError.Corrupt(_source, at, "a dtype's state is not a tuple with a byte order");
        }
        node.DType = order.Text switch
        {
            "<" or "=" or "|" => node.DType.With(ByteOrder.Little),
            ">" => node.DType.With(ByteOrder.Big),
            _ => throw FormatError.Mismatch(_source, order.Offset, "byte order", $"'{order.Text}'", "'<', '>', '=' or '|'"),
        };
        if (
            node.DType.Kind is 'M' or 'm'
            && items
                is [.., TupleNode { Items: [_, TupleNode { Items: [var unit, ScalarNode { Value: 1L }, ScalarNode { Value: 1L }, ..] }] }]
        )
        {
            node.DType = node.DType with { Unit = TimeUnits.Parse(GetUnit(unit)) };
        }
        node.IsStructured = items[2] is not ScalarNode { Value: null } || items[3] is not ScalarNode { Value: null };
        if (
            items
                is [
                    _,
                    _,
                    ScalarNode { Value: null },
                    TupleNode { Items: [TextNode name] },
                    DictNode fields,
                    ScalarNode { Value: long size },
                    ..,
                ]
            && fields[name.Text] is TupleNode { Items: [DTypeNode { IsStructured: false } field, ScalarNode { Value: 0L }, ..] }
            && field.DType.ItemSize == size
        )
        {
            // One field that fills the element is an array of that field.
            (node.DType, node.IsStructured) = (field.DType, false);
        }
    }
}
