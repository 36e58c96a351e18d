using LungSeg.Core.Formats.Columns;

namespace LungSeg.Core.Formats.Pickle;

/// <summary>A pandas Categorical: integer codes into a list of values; code -1 is missing.</summary>
internal sealed class CategoricalColumn : TableColumn
{
    // A RangeIndex of categories can declare any number of them.
    private const long MostUnused = 1 << 16;

    private readonly Func<long, Cell> _cellAt;
    private readonly Func<CategoryList?> _list;
    private CategoryList? _categories;

    private CategoricalColumn(string name, Func<long, Cell> cellAt, Func<CategoryList?> list)
        : base(name, "category") => (_cellAt, _list) = (cellAt, list);

    public override CellKind? CommonKind => CellKind.Category;

    public override CategoryList? Categories => _categories ??= _list();

    public override Cell this[long row] =>
        _cellAt(row) switch
        {
            { Kind: CellKind.Missing } => Cell.Missing,
            { IsValue: true, Value: var value } => new Cell(CellKind.Category, value),
            _ => new Cell(CellKind.Category, null),
        };

    /// <summary>The column of <paramref name="call"/>; null where it is not a Categorical.</summary>
    public static CategoricalColumn? Create(string name, CallNode call, PickleTableSource table, long rows)
    {
        if (PandasValues.TypeName(call) != "Categorical")
        {
            return null;
        }
        if (call is { State: null, Arguments: TupleNode { Items: [ListNode values, ListNode known, .. var rest] } })
        {
            return new CategoricalColumn(
                name,
                row => NodeColumn.GetCell(values.Items[(int)row], table),
                () => List(known.Items.Count, i => NodeColumn.GetCell(known.Items[(int)i], table), rest.FirstOrDefault())
            );
        }
        if (PandasValues.Inner(call)?.Info is not { DType.IsNumeric: true, Shape.Count: 1 } codes)
        {
            return null;
        }
        table.ChargeColumn(codes);
        var (categories, ordered) = GetCategories(call);
        var column = new NumericColumn(name, table.Source, codes);
        var count = categories is null ? null : PandasIndex.Count(categories, table);
        var labels = count is null || PandasIndex.Levels(categories!, table) is not [{ Column: var level }] ? null : level;
        return new CategoricalColumn(
            name,
            row =>
                column[row].Value is not long code || code < 0 || code >= (count ?? long.MaxValue) ? Cell.Missing
                : labels is null ? Cell.Other
                : labels[code],
            () => labels is null || count > (4 * rows) + MostUnused ? null : List(count!.Value, i => labels[i], ordered)
        );
    }

    private static CategoryList? List(long count, Func<long, Cell> cellAt, PickleNode? ordered)
    {
        var values = new List<object>();
        for (var i = 0L; i < count; i++)
        {
            if (cellAt(i) is not { IsValue: true, Value: { } value })
            {
                return null;
            }
            values.Add(value);
        }

        return new CategoryList(values, ordered is ScalarNode { Value: true });
    }

    private static (PickleNode? Categories, PickleNode? Ordered) GetCategories(CallNode call)
    {
        var dtype = call.State switch
        {
            DictNode state => state["_dtype"],
            TupleNode { Items: var items } => items.OfType<CallNode>().FirstOrDefault(item => item.Symbol == PickleSymbol.CategoricalDType),
            _ => null,
        };
        return dtype is not CallNode { Symbol: PickleSymbol.CategoricalDType } type ? default
            : type.State is DictNode named ? (named["categories"], named["ordered"])
            : type.Arguments is TupleNode { Items: [var categories, .. var rest] } ? (categories, rest.FirstOrDefault())
            : default;
    }
}
