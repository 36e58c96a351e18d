using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Arrays;
using LungSeg.Core.Formats.Columns;

namespace LungSeg.Core.Formats.Pickle;

/// <summary>The values of a pandas block or index: a numpy array [column, row] or [row], or one of pandas' own arrays.</summary>
internal static class PandasValues
{
    /// <summary>Number of rows, or null where the kind of array does not say.</summary>
    public static long? Length(PickleNode values) => values switch
    {
        ArrayNode { Shape: [.., var rows] } => rows,
        CallNode call => ArrowTextColumn.Find(call) is { } arrow ? arrow.Length : Inner(call) is { } array ? Length(array) : null,
        _ => null,
    };

    /// <summary>Number of columns.</summary>
    public static long Width(PickleNode values) => values is ArrayNode { Shape: [var columns, _] } ? columns : 1;

    /// <summary>Column <paramref name="position"/> of a block of <paramref name="rows"/> rows.</summary>
    public static TableColumn Column(string name, PickleNode values, PickleTableSource table, int position, long rows)
    {
        var length = Length(values);
        if (length is { } found && found != rows)
            throw FormatError.Mismatch(table.Name, values.Offset, $"number of rows in column '{name}'", $"{found}", $"{rows}");
        return values switch
        {
            ArrayNode { Objects: { } objects } => new NodeColumn(name, table, objects.Items, checked((int)(position * rows))),
            ArrayNode { Info: { } info } => Numeric(name, info.Shape.Count == 2 ? info.Part(position) : info, table),
            CallNode call => Extension(name, call, table, rows),
            _ => throw FormatError.Corrupt(table.Name, values.Offset, $"column '{name}' has no values"),
        };
    }

    private static TableColumn Numeric(string name, ArrayInfo values, PickleTableSource table) => values.DType.Kind switch
    {
        'M' => new OpaqueColumn(name, "datetime64[ns]", CellKind.DateTime),
        'm' => new OpaqueColumn(name, "timedelta64[ns]", CellKind.Other),
        'U' or 'S' => new TextArrayColumn(name, table.Source, values),
        _ when values.DType.IsNumeric => new NumericColumn(name, table.Source, values),
        _ => new OpaqueColumn(name, values.DType.Name, CellKind.Other),
    };

    private static TableColumn Extension(string name, CallNode call, PickleTableSource table, long rows)
    {
        if (ArrowTextColumn.Find(call) is { } arrow)
            return new ArrowTextColumn(name, table.Source, arrow);
        if (CategoricalColumn.Create(name, call, table) is { } category)
            return category;
        var (type, inner) = (TypeName(call), Inner(call));
        if (inner is { Objects: { } objects })
            return new TextObjectColumn(name, new NodeColumn(name, table, objects.Items));
        if (type.StartsWith("Datetime", StringComparison.Ordinal))
            return new OpaqueColumn(name, "datetime64[ns]", CellKind.DateTime);
        if (inner is { Info: { DType.IsNumeric: true } numbers } && State(call) is DictNode state)
            return new NumericColumn(name, table.Source, numbers, (state["_mask"] as ArrayNode)?.Info);
        return new OpaqueColumn(name, type, CellKind.Other);
    }

    /// <summary>The numpy array inside one of pandas' own arrays: its attribute _data or _ndarray, or the one array of its state tuple.</summary>
    internal static ArrayNode? Inner(CallNode call) => State(call) switch
    {
        DictNode state => (state["_data"] ?? state["_ndarray"] ?? state["_codes"]) as ArrayNode,
        TupleNode { Items: var items } => items.OfType<ArrayNode>().FirstOrDefault(),
        _ => null,
    };

    /// <summary>Name of the class: what is constructed, or the first argument of the function that would construct it.</summary>
    internal static string TypeName(CallNode call)
    {
        var type = call.Symbol == PickleSymbol.NdArrayBacked && call.Arguments is TupleNode { Items: [GlobalNode given, ..] } ? given : call.Callee as GlobalNode;
        return type?.Name ?? "object";
    }

    internal static PickleNode? State(CallNode call) => call.State;
}
