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
    public static TableIndex? FromBlocks(PickleStack stack, PickleTableSource table)
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
            return Table(IsComplete(columns.Count) ? Math.Min(count, rows ?? count) : 0, columns);
        }

        var (shape, items) = PickleSalvage.Pending(stack);
        if (shape is not [var wide, var rowCount])
        {
            return columns.Count == 0 ? null : Table(IsComplete(columns.Count) ? rows ?? 0 : 0, columns);
        }
        var whole =
            wide > 0 && IsComplete(wide + columns.Count)
                ? Math.Clamp(items.Count - ((wide - 1) * rowCount), 0, Math.Min(rowCount, rows ?? rowCount))
                : 0;
        var positions = Free(columns, wide, table);
        for (var i = 0; i < wide; i++)
        {
            columns[positions[i]] = new NodeColumn(Name(positions[i]), table, items, (int)Math.Min(i * rowCount, items.Count));
        }
        return Table(whole, columns);
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

    private static TableIndex Table(long rows, SortedDictionary<long, TableColumn> columns) =>
        new()
        {
            Container = "pandas DataFrame",
            Rows = rows,
            Columns = [.. columns.Values],
            Notes = ["the file ends before its column names; the data set's own order was assumed"],
        };

    private static string Name(long position) =>
        position < DatasetColumns.InOrder.Count
            ? DatasetColumns.InOrder[(int)position]
            : position.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
