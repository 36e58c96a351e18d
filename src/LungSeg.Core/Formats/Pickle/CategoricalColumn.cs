using LungSeg.Core.Formats.Columns;

namespace LungSeg.Core.Formats.Pickle;

/// <summary>A pandas Categorical: integer codes into a list of values; code -1 is missing.</summary>
internal sealed class CategoricalColumn : TableColumn
{
    private readonly NumericColumn _codes;
    private readonly PandasLabels? _categories;

    private CategoricalColumn(string name, NumericColumn codes, PandasLabels? categories)
        : base(name, "category")
    {
        _codes = codes;
        _categories = categories;
    }

    public override CellKind? CommonKind => CellKind.Category;

    public override Cell this[long row] =>
        _codes[row].Value is long code and >= 0 && (_categories is null || code < _categories.Count)
            ? new Cell(CellKind.Category, _categories?[code])
            : Cell.Missing;

    /// <summary>The column of <paramref name="call"/>; null where it is not a Categorical.</summary>
    public static CategoricalColumn? Create(string name, CallNode call, PickleTableSource table)
    {
        if (
            PandasValues.TypeName(call) != "Categorical"
            || PandasValues.Inner(call)?.Info is not { DType.IsNumeric: true, Shape.Count: 1 } codes
        )
        {
            return null;
        }
        table.ChargeColumn(codes);
        var categories = Categories(call) is { } index ? PandasIndex.Labels(index, table) : null;
        return new CategoricalColumn(name, new NumericColumn(name, table.Source, codes), categories);
    }

    private static PickleNode? Categories(CallNode call)
    {
        var dtype = call.State switch
        {
            DictNode state => state["_dtype"],
            TupleNode { Items: var items } => items.OfType<CallNode>().FirstOrDefault(item => item.Symbol == PickleSymbol.CategoricalDType),
            _ => null,
        };
        return dtype is CallNode { Symbol: PickleSymbol.CategoricalDType } type
            ? (type.State as DictNode)?["categories"] ?? (type.Arguments as TupleNode)?.Items.FirstOrDefault()
            : null;
    }
}
