using LungSeg.Core.Formats.Columns;

namespace LungSeg.Core.Formats.Pickle;

/// <summary>A pandas Categorical: integer codes into a list of values; code -1 is missing.</summary>
internal sealed class CategoricalColumn : TableColumn
{
    private readonly NumericColumn _codes;
    private readonly List<string> _categories;

    private CategoricalColumn(string name, NumericColumn codes, List<string> categories)
        : base(name, "category")
    {
        _codes = codes;
        _categories = categories;
    }

    public override Cell this[long row] =>
        _codes[row].Value is long code and >= 0 && code < _categories.Count ? new Cell(CellKind.Category, _categories[(int)code]) : Cell.Missing;

    /// <summary>The column that <paramref name="call"/> stands for, or null where it is no Categorical.</summary>
    public static CategoricalColumn? Create(string name, CallNode call, PickleTableSource table)
    {
        if (PandasValues.TypeName(call) != "Categorical" || PandasValues.Inner(call)?.Info is not { DType.IsNumeric: true } codes)
            return null;
        var categories = Categories(call) is { } index ? PandasIndex.Names(index, table) : [];
        return new CategoricalColumn(name, new NumericColumn(name, table.Source, codes), categories);
    }

    private static PickleNode? Categories(CallNode call)
    {
        var dtype = PandasValues.State(call) switch
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
