using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Columns;

namespace LungSeg.Core.Formats.Pickle;

/// <summary>A pandas SparseArray: the values of some rows; all other rows have one fill value.</summary>
internal sealed class SparseColumn : TableColumn
{
    private readonly NumericColumn _values;
    private readonly Cell _fill;
    private readonly long[] _starts;
    private readonly long[] _lengths;
    private readonly long[] _firstValues;

    private SparseColumn(string name, NumericColumn values, Cell fill, (long[] Starts, long[] Lengths, long[] FirstValues) runs)
        : base(name, $"Sparse[{values.Storage}]")
    {
        (_values, _fill) = (values, fill);
        (_starts, _lengths, _firstValues) = runs;
    }

    public override CellKind? CommonKind => _values.CommonKind;

    public override Cell this[long row]
    {
        get
        {
            var at = Array.BinarySearch(_starts, row);
            at = at < 0 ? ~at - 1 : at;
            return at >= 0 && row < _starts[at] + _lengths[at] ? _values[_firstValues[at] + row - _starts[at]] : _fill;
        }
    }

    /// <summary>The column of a SparseArray; null where the array is not of numbers or not written as pandas writes it.</summary>
    /// <exception cref="DatasetFormatException">Its positions contradict its values or the number of rows.</exception>
    public static SparseColumn? Create(string name, CallNode call, PickleTableSource table, long rows)
    {
        if (
            PandasValues.TypeName(call) != "SparseArray"
            || call.State is not DictNode state
            || state["_sparse_values"] is not ArrayNode { Info: { DType.IsNumeric: true, Shape.Count: 1 } values }
            || state["_sparse_index"] is not CallNode { Arguments: TupleNode { Items: [ScalarNode { Value: long length }, .. var places] } }
        )
        {
            return null;
        }
        var starts = Positions(places.ElementAtOrDefault(0), table);
        var lengths =
            places.Length > 1 ? Positions(places[1], table)
            : starts is null ? null
            : [.. starts.Select(_ => 1L)];
        if (starts is null || lengths is null)
        {
            return null;
        }
        var firstValues = new long[starts.Length];
        var (count, next) = (0L, 0L);
        for (var i = 0; i < starts.Length && i < lengths.Length; i++)
        {
            if (starts[i] < next || lengths[i] < 0 || lengths[i] > length || starts[i] > length - lengths[i])
            {
                (count, next) = (-1, 0);
                break;
            }
            (firstValues[i], count, next) = (count, count + lengths[i], starts[i] + lengths[i]);
        }
        if (count != values.Count || starts.Length != lengths.Length || length != rows)
        {
            throw FormatError.Corrupt(table.Name, call.Offset, $"the sparse column '{name}' has positions that do not fit its values");
        }
        table.ChargeColumn(values);
        var fill = ((state["_dtype"] as CallNode)?.State as DictNode)?["_fill_value"];
        return new SparseColumn(
            name,
            new NumericColumn(name, table.Source, values),
            NodeColumn.GetCell(fill, table),
            (starts, lengths, firstValues)
        );
    }

    private static long[]? Positions(PickleNode? node, PickleTableSource table)
    {
        if (node is not ArrayNode { Info: { DType.Kind: 'i' or 'u', DType.IsNumeric: true, Shape.Count: 1 } info })
        {
            return null;
        }
        table.ChargeColumn(info);
        table.Budget.Charge(24 * info.Count, node.Offset);
        var column = new NumericColumn("positions", table.Source, info);
        var positions = new long[info.Count];
        for (var i = 0; i < positions.Length; i++)
        {
            positions[i] = column[i].Value is long position ? position : -1;
        }

        return positions;
    }
}
