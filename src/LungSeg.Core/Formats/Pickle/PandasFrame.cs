using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Columns;

namespace LungSeg.Core.Formats.Pickle;

/// <summary>Reads a DataFrame or Series from its block manager: blocks of columns, each with the positions of its columns.</summary>
internal static class PandasFrame
{
    /// <summary>The table of a DataFrame that was written by pandas 0.14 to 3.x.</summary>
    public static (long Rows, IReadOnlyList<TableColumn> Columns) Read(CallNode frame, PickleTableSource table)
    {
        var manager = Manager(frame, table);
        var layout = PandasBlocks.Parse(manager, table);
        var names = PandasIndex.Names(layout.ColumnAxis, table);
        var rows =
            PandasIndex.Count(layout.RowAxis, table)
            ?? layout.Blocks.Select(block => PandasValues.Length(block.Values)).FirstOrDefault(length => length is not null)
            ?? throw FormatError.Unsupported(table.Name, frame.Offset, "the frame does not say how many rows it has");
        return (rows, ColumnTwins.Number([.. Columns(layout, names, rows, table), .. NamedLevels(layout.RowAxis, table)]));
    }

    /// <summary>The levels of a row index that have a name, as columns.</summary>
    private static IEnumerable<TableColumn> NamedLevels(PickleNode axis, PickleTableSource table) =>
        PandasIndex.Levels(axis, table).Where(level => level.Name is not null).Select(level => level.Column);

    /// <summary>The index of a Series.</summary>
    public static PickleNode SeriesIndex(CallNode series, PickleTableSource table) =>
        PandasBlocks.Parse(Manager(series, table), table).RowAxis;

    /// <summary>The one column of a Series.</summary>
    public static (long Rows, IReadOnlyList<TableColumn> Columns) ReadSeries(CallNode series, PickleTableSource table)
    {
        var layout = PandasBlocks.Parse(Manager(series, table), table);
        var state = series.State as DictNode;
        var name = ((state?["_name"] ?? state?["name"]) as TextNode)?.Text ?? "0";
        if (layout.Blocks is not [var block])
        {
            throw FormatError.Mismatch(table.Name, series.Offset, "number of blocks in a Series", $"{layout.Blocks.Count}", "1");
        }
        var rows =
            PandasValues.Length(block.Values)
            ?? PandasIndex.Count(layout.RowAxis, table)
            ?? throw FormatError.Unsupported(table.Name, series.Offset, "the Series does not say how many rows it has");
        return (rows, [PandasValues.Column(name, block.Values, table, 0, rows), .. NamedLevels(layout.RowAxis, table)]);
    }

    private static PickleNode Manager(CallNode frame, PickleTableSource table) =>
        (frame.State as DictNode) is { } state && (state["_mgr"] ?? state["_data"]) is { } manager
            ? manager
            : frame.State as CallNode
                ?? throw FormatError.Unsupported(
                    table.Name,
                    frame.Offset,
                    "the frame has no block manager: it was written by a pandas before 0.14 or by none"
                );

    private static TableColumn[] Columns(PandasBlocks layout, List<string> names, long rows, PickleTableSource table)
    {
        var offset = layout.ColumnAxis.Offset;
        var columns = new TableColumn?[names.Count];
        foreach (var block in layout.Blocks)
        {
            var width = PandasValues.Width(block.Values);
            if (block.Positions.Count != width)
            {
                throw FormatError.Mismatch(
                    table.Name,
                    block.Values.Offset,
                    "number of positions of a block's columns",
                    $"{block.Positions.Count}",
                    $"{width}"
                );
            }
            for (var i = 0; i < width; i++)
            {
                var position = block.Positions[i];
                if (position < 0 || position >= columns.Length || columns[position] is not null)
                {
                    throw FormatError.Corrupt(
                        table.Name,
                        block.Values.Offset,
                        $"a block puts a column at position {position} of {columns.Length}, which is taken or outside the frame"
                    );
                }
                columns[position] = PandasValues.Column(names[(int)position], block.Values, table, i, rows);
            }
        }

        var gap = Array.IndexOf(columns, null);
        if (gap >= 0)
        {
            throw FormatError.Corrupt(table.Name, offset, $"column '{names[gap]}' has no block");
        }
        return columns!;
    }
}
