using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Arrays;
using LungSeg.Core.Formats.Columns;

namespace LungSeg.Core.Formats.Pickle;

/// <summary>The values of a pandas block or index: a numpy array [column, row] or [row], or one of pandas' own arrays.</summary>
internal static class PandasValues
{
    /// <summary>Number of rows; null where the kind of array does not state it.</summary>
    public static long? Length(PickleNode values) =>
        values switch
        {
            ArrayNode { Shape: [.., var rows] } => rows,
            CallNode call => ArrowTextColumn.Find(call) is { } arrow ? arrow.Length
            : call is { Symbol: PickleSymbol.Categorical, State: null, Arguments: TupleNode { Items: [ListNode list, ..] } }
                ? list.Items.Count
            : Inner(call) is { } array ? Length(array)
            : null,
            _ => null,
        };

    /// <summary>Number of columns.</summary>
    public static long Width(PickleNode values) =>
        (values as ArrayNode ?? (values is CallNode call ? Inner(call) : null)) is { Shape: [var columns, _] } ? columns : 1;

    /// <summary>Column <paramref name="position"/> of a block of <paramref name="rows"/> rows.</summary>
    public static TableColumn Column(string name, PickleNode values, PickleTableSource table, int position, long rows)
    {
        var length = Length(values);
        if (length is { } found && found != rows)
        {
            throw FormatError.Mismatch(table.Name, values.Offset, $"number of rows in column '{name}'", $"{found}", $"{rows}");
        }
        if (position >= Width(values))
        {
            throw FormatError.Corrupt(table.Name, values.Offset, $"the block of column '{name}' has no columns");
        }
        switch (values)
        {
            case ArrayNode { Objects: { } objects, Shape.Length: 1 or 2 }:
                return new NodeColumn(name, table, objects.Items, checked((int)(position * rows)));
            case ArrayNode { Info: { Shape.Count: 1 or 2 } info }:
                return Numeric(name, info.Shape.Count == 2 ? info.Part(position) : info, table);
            case CallNode call:
                return Extension(name, call, table, position, rows);
            default:
                throw FormatError.Corrupt(
                    table.Name,
                    values.Offset,
                    $"column '{name}' has no values, or values of another rank than 1 or 2"
                );
        }
    }

    private static TableColumn Numeric(string name, ArrayInfo values, PickleTableSource table, string? zone = null)
    {
        switch (values.DType.Kind)
        {
            case 'M' or 'm' when values.DType.IsTime:
                table.ChargeColumn(values);
                return new NumericColumn(name, table.Source, values, zone: zone);
            case 'M':
                return new OpaqueColumn(name, values.DType.Name, CellKind.DateTime);
            case 'U' or 'S':
                table.ChargeColumn(values);
                return new TextArrayColumn(name, table.Source, values);
            case var _ when values.DType.IsNumeric:
                table.ChargeColumn(values);
                return new NumericColumn(name, table.Source, values);
            default:
                return new OpaqueColumn(name, values.DType.Name, CellKind.Other);
        }
    }

    private static TableColumn Extension(string name, CallNode call, PickleTableSource table, int position, long rows)
    {
        if (ArrowTextColumn.Find(call) is { } arrow)
        {
            return new ArrowTextColumn(name, TextStorage(call), table, arrow);
        }
        if (CategoricalColumn.Create(name, call, table, rows) is { } category)
        {
            return category;
        }
        var (type, inner) = (TypeName(call), Inner(call));
        if (inner is { Objects: { } objects, Shape: [_] })
        {
            return new TextObjectColumn(name, TextStorage(call), new NodeColumn(name, table, objects.Items));
        }
        if (type.StartsWith("Datetime", StringComparison.Ordinal) || type.StartsWith("Timedelta", StringComparison.Ordinal))
        {
            return inner is { Info: { Shape.Count: 1 or 2 } times }
                ? Times(name, times.Shape.Count == 2 ? times.Part(position) : times, table, PickleTimeZone.FindIn(call))
                : new OpaqueColumn(name, type, type[0] == 'D' ? CellKind.DateTime : CellKind.Other);
        }
        if (SparseColumn.Create(name, call, table, rows) is { } sparse)
        {
            return sparse;
        }
        if (inner is { Info: { DType.IsNumeric: true, Shape.Count: 1 } numbers } && Missing(call) is { Info: { } mask })
        {
            return Nullable(name, numbers, mask, table);
        }
        return new OpaqueColumn(name, type, CellKind.Other);
    }

    /// <summary>Dates or durations. Before pandas 0.24 and in lungseg's own pickles they are integers: nanoseconds of UTC.</summary>
    private static TableColumn Times(string name, ArrayInfo values, PickleTableSource table, string? zone) =>
        values.DType is { Kind: 'i', ItemSize: 8 }
            ? Numeric(name, values.As(values.DType with { Kind = 'M', Unit = TimeUnit.Nanosecond }), table, zone)
            : Numeric(name, values, table, zone);

    /// <summary>The mask of a nullable array: pandas' attribute, or the second argument of the constructor.</summary>
    private static ArrayNode? Missing(CallNode call) =>
        call switch
        {
            { State: DictNode state } => state["_mask"] as ArrayNode,
            { State: null, Arguments: TupleNode { Items: [ArrayNode, ArrayNode mask, ..] } } => mask,
            _ => null,
        };

    private static NumericColumn Nullable(string name, ArrayInfo numbers, ArrayInfo mask, PickleTableSource table)
    {
        if (mask.DType.Kind != 'b' || !mask.Shape.SequenceEqual(numbers.Shape))
        {
            throw FormatError.Corrupt(table.Name, mask.Payload.Offset, $"column '{name}' has a mask that does not fit its values");
        }
        table.ChargeColumn(numbers);
        table.ChargeColumn(mask);
        return new NumericColumn(name, table.Source, numbers, mask);
    }

    /// <summary>pandas' name of a text column: <c>str</c> where missing texts are NaN (pandas 3's default), else <c>string</c>.</summary>
    private static string TextStorage(CallNode call)
    {
        var parts = call.State switch
        {
            DictNode state => state.Pairs.Select(pair => pair.Value),
            TupleNode tuple => tuple.Items,
            _ => [],
        };
        var dtype = parts.OfType<CallNode>().FirstOrDefault(part => part.Symbol == PickleSymbol.StringDType);
        return dtype is { Arguments: TupleNode { Items: [_, ScalarNode { Value: double.NaN }, ..] } } ? "str" : "string";
    }

    /// <summary>
    /// The numpy array inside one of pandas' own arrays: its attribute _data or _ndarray, the one array of its state tuple, or what its
    /// constructor gets.
    /// </summary>
    internal static ArrayNode? Inner(CallNode call) =>
        call.State switch
        {
            DictNode state => (state["_data"] ?? state["_ndarray"] ?? state["_codes"]) as ArrayNode,
            TupleNode { Items: var items } => items.OfType<ArrayNode>().FirstOrDefault(),
            null when call.Arguments is TupleNode { Items: [ArrayNode given, ..] } => given,
            _ => null,
        };

    /// <summary>Name of the class: that of the constructor, or of the first argument of the function that constructs it.</summary>
    internal static string TypeName(CallNode call)
    {
        var type =
            call.Symbol == PickleSymbol.NdArrayBacked && call.Arguments is TupleNode { Items: [GlobalNode given, ..] }
                ? given
                : call.Callee as GlobalNode;
        return type?.Name ?? "object";
    }
}
