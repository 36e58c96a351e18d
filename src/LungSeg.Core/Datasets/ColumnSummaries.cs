using LungSeg.Core.Formats;
using LungSeg.Core.Formats.Arrays;

namespace LungSeg.Core.Datasets;

/// <summary>Puts the cells of each column together: where all agree their common property, else <c>mixed</c>.</summary>
internal static class ColumnSummaries
{
    private const string Mixed = "mixed";

    public static List<ColumnSummary> Of(Dataset dataset, IReadOnlyList<DatasetRow> rows)
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
                    byName[columns[i].Name].Add(row.CellOf(i));
            }
        }

        return [.. order.Select(name => byName[name].Summarise(name))];
    }

    /// <summary>What the cells of one column have in common so far.</summary>
    private sealed class Tally
    {
        private readonly HashSet<CellKind> _kinds = [];
        private readonly HashSet<(string Name, ByteOrder Order)> _storage = [];
        private readonly HashSet<string> _dtypes = [];
        private readonly HashSet<ByteOrder> _byteOrders = [];
        private readonly HashSet<ElementOrder> _orders = [];
        private ArrayInfo? _first;
        private bool _shapesDiffer;

        public void AddStorage(TableColumn column)
        {
            _storage.Add((column.Storage, column.ByteOrder));
            if (column.CommonKind is { } kind)
                _kinds.Add(kind);
        }

        public void Add(Cell cell)
        {
            if (cell.Kind == CellKind.Missing)
                return;
            _kinds.Add(cell.Kind);
            if (cell.Array is not { } array)
                return;
            _dtypes.Add(array.DType.Name);
            _byteOrders.Add(array.DType.ByteOrder);
            _orders.Add(array.Order);
            _first ??= array;
            _shapesDiffer |= !_first.HasShapeOf(array);
        }

        public ColumnSummary Summarise(string name)
        {
            var kind = _kinds.Count == 1 ? _kinds.Single() : CellKind.Other;
            return kind == CellKind.Array
                ? new ColumnSummary(name, kind, Common(_dtypes), OrderName(_byteOrders), _shapesDiffer ? null : _first!.Shape, ElementOrderName())
                : new ColumnSummary(name, kind, Common(_storage.Select(storage => storage.Name)), OrderName(_storage.Select(storage => storage.Order)), null, null);
        }

        private string ElementOrderName() => _orders.Count == 1 && _orders.Single() is var order and not ElementOrder.Strided ? order.ToString() : Mixed;

        private static string Common(IEnumerable<string> names) => names.Distinct().ToArray() is [var only] ? only : Mixed;

        private static string OrderName(IEnumerable<ByteOrder> orders) => orders.Distinct().ToArray() switch
        {
            [ByteOrder.Little] => "little",
            [ByteOrder.Big] => "big",
            [ByteOrder.None] => "none",
            _ => Mixed,
        };
    }
}
