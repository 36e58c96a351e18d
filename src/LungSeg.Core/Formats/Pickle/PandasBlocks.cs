using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Columns;

namespace LungSeg.Core.Formats.Pickle;

/// <summary>The blocks and axes of a pandas block manager.</summary>
/// <param name="Blocks">The blocks, in the order of the file.</param>
/// <param name="ColumnAxis">Index of the columns.</param>
/// <param name="RowAxis">Index of the rows.</param>
internal sealed record PandasBlocks(IReadOnlyList<PandasBlock> Blocks, PickleNode ColumnAxis, PickleNode RowAxis)
{
    /// <summary>Reads a block manager as pandas 1.3 and later (arguments) or 0.14 to 1.2 (state) write it.</summary>
    public static PandasBlocks Parse(PickleNode manager, PickleTableSource table)
    {
        if (manager is not CallNode { Symbol: PickleSymbol.BlockManager } call)
        {
            throw FormatError.Corrupt(table.Name, manager.Offset, "the frame's block manager is of a kind that is not known");
        }
        if (call.Arguments is TupleNode { Items: [var blocks, var axes, ..] } && Items(blocks) is { } blockItems)
        {
            return Create(call, [.. blockItems.Select(item => Modern(item, table))], axes, table);
        }
        if (
            call.State is TupleNode { Items: [.., DictNode extra] }
            && extra["0.14.1"] is DictNode { } state
            && state["blocks"] is { } legacy
            && Items(legacy) is { } legacyItems
            && state["axes"] is { } legacyAxes
        )
        {
            return Create(call, [.. legacyItems.Select(item => Legacy(item, table))], legacyAxes, table);
        }
        throw FormatError.Unsupported(table.Name, manager.Offset, "the block manager was written by a pandas before 0.14");
    }

    /// <summary>Positions of a block's columns in the frame, from a slice or an int64 array.</summary>
    internal static IReadOnlyList<long> Placement(PickleNode node, PickleTableSource table)
    {
        switch (node)
        {
            case CallNode { Symbol: PickleSymbol.Slice, Arguments: TupleNode { Items: [var start, var stop, var step] } }:
                return Slice((Number(start), Number(stop), Number(step)), node, table);
            case ArrayNode { Info: { Shape.Count: 1, DType.IsNumeric: true } info } when info.Count <= table.Limits.MaxColumns:
                var column = new NumericColumn("placement", table.Source, info);
                return [.. Enumerable.Range(0, (int)info.Count).Select(i => column[i].Value is long place ? place : -1)];
            case ScalarNode { Value: long single }:
                return [single];
            default:
                throw FormatError.Corrupt(table.Name, node.Offset, "a block's placement is neither a slice nor an array of integers");
        }
    }

    internal static PandasBlock Modern(PickleNode node, PickleTableSource table) =>
        node is CallNode { Symbol: PickleSymbol.UnpickleBlock, Arguments: TupleNode { Items: [var values, var placement, ..] } }
            ? new PandasBlock(values, Placement(placement, table))
            : throw FormatError.Corrupt(table.Name, node.Offset, "a block is not written as pandas does");

    private static PandasBlock Legacy(PickleNode node, PickleTableSource table) =>
        node is DictNode block && block["values"] is { } values && block["mgr_locs"] is { } placement
            ? new PandasBlock(values, Placement(placement, table))
            : throw FormatError.Corrupt(table.Name, node.Offset, "a block has no values or no placement");

    private static PandasBlocks Create(CallNode manager, PandasBlock[] blocks, PickleNode axes, PickleTableSource table) =>
        Items(axes) switch
        {
            [var columns, var rows] => new PandasBlocks(blocks, columns, rows),
            [var rows] => new PandasBlocks(blocks, rows, rows),
            _ => throw FormatError.Corrupt(table.Name, manager.Offset, "the block manager has no axes"),
        };

    /// <summary>
    /// Positions of a slice as pandas writes it: upwards to a stop, or downwards to a stop, which is None where the last position is 0.
    /// </summary>
    private static long[] Slice((long? Start, long? Stop, long? Step) slice, PickleNode node, PickleTableSource table)
    {
        var (start, step) = (slice.Start ?? 0, slice.Step ?? 1);
        var stop = slice.Stop ?? -1;
        var isValid =
            start >= 0
            && (step > 0 ? stop >= start : step is < 0 and > long.MinValue && stop <= start && (stop >= 0 || slice.Stop is null));
        var span = isValid ? Math.Abs(stop - start) : 0;
        var count = span == 0 ? 0 : ((span - 1) / Math.Abs(step)) + 1;
        if (!isValid || count > table.Limits.MaxColumns)
        {
            throw FormatError.Corrupt(
                table.Name,
                node.Offset,
                $"a block's placement slice({slice.Start}, {slice.Stop}, {slice.Step}) names no columns"
            );
        }
        var positions = new long[count];
        for (var i = 0; i < positions.Length; i++)
        {
            positions[i] = start + (i * step);
        }
        return positions;
    }

    private static long? Number(PickleNode node) => node is ScalarNode { Value: long value } ? value : null;

    private static IReadOnlyList<PickleNode>? Items(PickleNode node) =>
        node switch
        {
            TupleNode tuple => tuple.Items,
            ListNode list => list.Items,
            _ => null,
        };
}

/// <summary>One block: an array [column, row] and the positions of its columns in the frame.</summary>
internal sealed record PandasBlock(PickleNode Values, IReadOnlyList<long> Positions);
