using System.Globalization;
using LungSeg.Core.Formats.Columns;
using LungSeg.Core.Model;

namespace LungSeg.Core.Formats.Pickle;

/// <summary>Finds complete rows of a pandas DataFrame in a truncated pickle.</summary>
/// <remarks>
/// pandas writes blocks of columns first and names last. So a truncated file has complete blocks, a part of the next block, and no names.
/// </remarks>
internal static class DataFrameSalvage
{
    /// <summary>The block manager is complete and only attributes of the frame are missing.</summary>
    public static TableIndex? FromManager(PickleStack stack, PickleTableSource table)
    {
        var frame = Frame(stack);
        if (frame is null)
        {
            return null;
        }
        if (frame.State is null)
        {
            var state = stack.Nodes.OfType<DictNode>().FirstOrDefault();
            var manager =
                stack.Nodes.OfType<CallNode>().LastOrDefault(node => node.Symbol == PickleSymbol.BlockManager)
                ?? (state?["_mgr"] ?? state?["_data"]) as CallNode;
            if (manager is null || (manager.State is null && manager.Arguments is TupleNode { Items: [] }))
            {
                return null;
            }
            frame.State = manager;
        }

        var (rows, columns) = PandasFrame.Read(frame, table);
        return new TableIndex
        {
            Container = "pandas DataFrame",
            Rows = rows,
            Columns = columns,
        };
    }

    /// <summary>The file ends inside or after the blocks: the shape (columns, rows) of the incomplete array is on the stack.</summary>
    public static TableIndex? FromBlocks(PickleStack stack, PickleTableSource table, Leniency leniency)
    {
        if (Frame(stack) is null)
        {
            return null;
        }
        var columns = new SortedDictionary<long, TableColumn>();
        long? rows = null;
        foreach (var block in CompleteBlocks(stack.Nodes, table))
        {
            rows ??= PandasValues.Length(block.Values);
            if (rows is { } length)
            {
                Place(columns, block, length, table);
            }
        }

        // A block that is complete except for its placement.
        if (stack.Nodes.OfType<ArrayNode>().LastOrDefault() is { Objects: not null, Shape: [var width, var count] } values)
        {
            Place(columns, new PandasBlock(values, Free(columns, width, table)), count, table);
            return Table(columns, rows ?? count, [], leniency);
        }

        var (shape, items) = PickleSalvage.Pending(stack);
        if (shape is not [var wide, var rowCount])
        {
            return columns.Count == 0 ? null : Table(columns, rows ?? 0, [], leniency);
        }
        var positions = Free(columns, wide, table);
        var whole = new Dictionary<long, long>();
        for (var i = 0; i < wide; i++)
        {
            columns[positions[i]] = new NodeColumn(Name(positions[i]), table, items, (int)Math.Min(i * rowCount, items.Count));
            whole[positions[i]] = Math.Clamp(items.Count - (i * rowCount), 0, rowCount);
        }
        return Table(columns, Math.Min(rowCount, rows ?? rowCount), whole, leniency);
    }

    private static CallNode? Frame(PickleStack stack) =>
        stack.Nodes.OfType<CallNode>().FirstOrDefault(node => node.Symbol == PickleSymbol.DataFrame);

    private static void Place(SortedDictionary<long, TableColumn> columns, PandasBlock block, long rows, PickleTableSource table)
    {
        for (var i = 0; i < block.Positions.Count; i++)
        {
            columns[block.Positions[i]] = PandasValues.Column(Name(block.Positions[i]), block.Values, table, i, rows);
        }
    }

    /// <summary>The lowest column positions that no block has yet.</summary>
    private static long[] Free(SortedDictionary<long, TableColumn> columns, long count, PickleTableSource table)
    {
        table.CheckColumns(count + columns.Count, 0);
        return
        [
            .. Enumerable
                .Range(0, (int)count + columns.Count)
                .Select(place => (long)place)
                .Where(place => !columns.ContainsKey(place))
                .Take((int)count),
        ];
    }

    /// <summary>Complete blocks. They can be on the stack one by one, in a tuple, or with the axes in the manager's arguments.</summary>
    private static List<PandasBlock> CompleteBlocks(IReadOnlyList<PickleNode> nodes, PickleTableSource table)
    {
        var blocks = new List<PandasBlock>();
        foreach (var node in nodes)
        {
            IEnumerable<PickleNode> found = node switch
            {
                CallNode => [node],
                TupleNode { Items: [CallNode, ..] items } => items,
                TupleNode { Items: [TupleNode { Items: [CallNode, ..] items }, ListNode] } => items,
                _ => [],
            };
            foreach (var block in found.OfType<CallNode>().Where(call => call.Symbol == PickleSymbol.UnpickleBlock))
            {
                blocks.Add(PandasBlocks.Modern(block, table));
                table.CheckColumns(blocks.Count, block.Offset);
            }

            if (
                node is TupleNode { Items: [ArrayNode { Objects: not null } values, CallNode { Symbol: PickleSymbol.Slice } placement, ..] }
            )
            {
                blocks.Add(new PandasBlock(values, PandasBlocks.Placement(placement, table)));
            }
        }

        return blocks;
    }

    /// <summary>Whether rows can have all columns of the data set. Names are missing, so only the number of columns is checked.</summary>
    private static bool IsComplete(long columns) => columns >= DatasetColumns.InOrder.Count;

    /// <summary>The table of columns by their positions.</summary>
    /// <param name="columns">The columns.</param>
    /// <param name="stated">Rows that the file states.</param>
    /// <param name="whole">Complete cells of the columns that are cut short, by position.</param>
    /// <param name="leniency">Whether only complete rows are wanted.</param>
    private static TableIndex Table(
        SortedDictionary<long, TableColumn> columns,
        long stated,
        Dictionary<long, long> whole,
        Leniency leniency
    )
    {
        // Where there are fewer columns, nothing says which of the data set's they are.
        var isComplete = IsComplete(columns.Count);
        long[] lengths = [.. columns.Keys.Select(position => isComplete ? whole.GetValueOrDefault(position, stated) : 0)];
        var fits = columns.Keys.Index().All(place => lengths[place.Index] == 0 || Fits(place.Item, columns[place.Item][0]));
        return CutColumn.Apply(
            new TableIndex
            {
                Container = "pandas DataFrame",
                Rows = 0,
                Columns = fits
                    ? [.. columns.Values]
                    : [.. columns.Select(column => new RenamedColumn(column.Key.ToString(CultureInfo.InvariantCulture), column.Value))],
                StatedRows = stated,
                Notes =
                [
                    fits
                        ? "the file ends before its column names; the data set's own order was assumed"
                        : "the file ends before its column names, and its columns are in another order than the data set's: "
                            + "they are called by their position",
                ],
            },
            lengths,
            leniency
        );
    }

    /// <summary>Whether a cell can be of the column that the data set has at a position: a label is no array, all others are.</summary>
    private static bool Fits(long position, Cell cell) =>
        position >= DatasetColumns.InOrder.Count
        || cell.Kind == CellKind.Missing
        || cell.Kind == CellKind.Array != (DatasetColumns.InOrder[(int)position] == DatasetColumns.Label);

    private static string Name(long position) =>
        position < DatasetColumns.InOrder.Count ? DatasetColumns.InOrder[(int)position] : position.ToString(CultureInfo.InvariantCulture);
}
