using LungSeg.Core.Formats;
using LungSeg.Core.Formats.Arrays;

namespace LungSeg.Core.Datasets;

/// <summary>Summarises the cells of each column: a property that all cells share, else <c>mixed</c>.</summary>
internal static class ColumnSummaries
{
    private const string Mixed = "mixed";

    public static List<ColumnSummary> Create(Dataset dataset, IReadOnlyList<DatasetRow> rows)
    {
        var order = new List<string>();
        var byName = new Dictionary<string, Tally>();
        foreach (var input in dataset.Inputs)
        {
            foreach (var column in input.Index.Columns)
            {
                if (!byName.TryGetValue(column.Name, out var tally))
                {
                    byName.Add(column.Name, tally = new Tally());
                    order.Add(column.Name);
                }

                tally.AddStorage(column);
            }
        }

        foreach (var row in rows)
        {
            var columns = row.Input.Index.Columns;
            for (var i = 0; i < columns.Count; i++)
            {
                if (columns[i].CommonKind is null)
                {
                    byName[columns[i].Name].Add(row.GetCell(i));
                }
            }
        }

        return [.. order.Select(name => byName[name].Summarise(name))];
    }

    /// <summary>The properties that the cells of one column share so far.</summary>
    private sealed class Tally
    {
        private CellKind? _kind;
        private ArrayInfo? _first;
        private TableColumn? _column;
        private bool _storagesDiffer;
        private bool _dtypesDiffer;
        private bool _byteOrdersDiffer;
        private bool _ordersDiffer;
        private bool _shapesDiffer;

        public void AddStorage(TableColumn column)
        {
            _column ??= column;
            _storagesDiffer |= column.Storage != _column.Storage || column.ByteOrder != _column.ByteOrder;
            if (column.CommonKind is { } kind)
            {
                AddKind(kind);
            }
        }

        public void Add(Cell cell)
        {
            if (cell.Kind == CellKind.Missing)
            {
                return;
            }
            AddKind(cell.Kind);
            if (cell.Array is not { } array)
            {
                return;
            }
            _first ??= array;
            _dtypesDiffer |= array.DType.Name != _first.DType.Name;
            _byteOrdersDiffer |= array.DType.ByteOrder != _first.DType.ByteOrder;
            _ordersDiffer |= array.Order != _first.Order;
            _shapesDiffer |= !_first.HasShapeOf(array);
        }

        public ColumnSummary Summarise(string name)
        {
            if (_kind == CellKind.Array && _first is { } array)
            {
                var order =
                    _ordersDiffer || array.Order == ElementOrder.Strided ? Mixed
                    : array.Order == ElementOrder.C ? "C"
                    : "F";
                return new ColumnSummary(
                    name,
                    CellKind.Array,
                    _dtypesDiffer ? Mixed : array.DType.Name,
                    _byteOrdersDiffer ? Mixed : OrderName(array.DType.ByteOrder),
                    _shapesDiffer ? null : array.Shape,
                    order
                );
            }

            var column = _column!;
            return new ColumnSummary(
                name,
                _kind ?? CellKind.Other,
                _storagesDiffer ? Mixed : column.Storage,
                _storagesDiffer ? Mixed : OrderName(column.ByteOrder),
                null,
                null
            );
        }

        private void AddKind(CellKind kind) => _kind = _kind is null || _kind == kind ? kind : CellKind.Other;

        private static string OrderName(ByteOrder order) =>
            order switch
            {
                ByteOrder.Little => "little",
                ByteOrder.Big => "big",
                _ => "none",
            };
    }
}

/// <summary>The properties that all cells of a column share.</summary>
/// <param name="Name">Name.</param>
/// <param name="Kind">
/// Kind of its cells. Missing cells do not count; <see cref="CellKind.Other"/> stands for several kinds or no cells.
/// </param>
/// <param name="DType">numpy's name of the arrays' dtype, or pandas' of the column; <c>mixed</c> where arrays differ.</param>
/// <param name="ByteOrder"><c>little</c>, <c>big</c>, <c>none</c>, or <c>mixed</c>.</param>
/// <param name="Shape">Lengths of the arrays' axes, [row, col]; null where arrays differ and for columns without arrays.</param>
/// <param name="Order"><c>C</c>, <c>F</c> or <c>mixed</c>; null for columns without arrays.</param>
public sealed record ColumnSummary(string Name, CellKind Kind, string DType, string ByteOrder, IReadOnlyList<long>? Shape, string? Order);
