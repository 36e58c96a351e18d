using System.Globalization;

namespace LungSeg.Core.Formats.Pickle;

/// <summary>Tables made of parts: frames in a dict or list, dicts of row dicts, lists of row tuples.</summary>
internal static class PickleTables
{
    /// <summary>Whether all of <paramref name="nodes"/> are frames.</summary>
    public static bool AreTables(IEnumerable<PickleNode> nodes)
    {
        var count = 0;
        foreach (var node in nodes)
        {
            if (node is not CallNode { Symbol: PickleSymbol.DataFrame })
            {
                return false;
            }
            count++;
        }
        return count > 0;
    }

    /// <summary>Whether a dict holds a dict of cells for each row.</summary>
    public static bool AreRows(DictNode node) =>
        node.Pairs.Count > 0
        && node.Pairs.TrueForAll(pair => pair.Value is DictNode)
        && !node.Pairs.Exists(pair => Model.DatasetColumns.InOrder.Contains(Name(pair.Key)));

    /// <summary>
    /// Whether a list or tuple holds a tuple of cells for each row. Tuples of texts alone, and of lists, are columns.
    /// </summary>
    public static bool AreTuples(SequenceNode node) =>
        node.Sequence is [TupleNode { Items.Length: > 1 } first, ..]
        && node.Sequence.All(item => item is TupleNode)
        && Array.Exists(first.Items, item => item is ArrayNode or SequenceNode)
        && !Array.TrueForAll(
            first.Items,
            item => item is ArrayNode { Info.Shape.Count: 2 } && node.Sequence[^1] is TupleNode { Items: [TextNode, ..] }
        );

    /// <summary>The frames of a dict one after another, with its keys as the column <c>part</c>.</summary>
    public static TableIndex FromDict(DictNode dict, PickleTableSource table) =>
        ConcatenatedTable.Create([.. dict.Pairs.Select(pair => (Name(pair.Key), Read(pair.Value, table)))], table) with
        {
            Container = "dict of DataFrames",
        };

    /// <summary>The frames of a list one after another.</summary>
    public static TableIndex FromSequence(SequenceNode list, PickleTableSource table) =>
        ConcatenatedTable.Create([.. list.Sequence.Select(item => Read(item, table))], table) with
        {
            Container = "list of DataFrames",
        };

    /// <summary>The rows of a dict of dicts. Its keys are the index of the table, which is not a column.</summary>
    public static TableIndex FromRows(DictNode dict, PickleTableSource table) =>
        PickleTable.FromRecords(dict, [.. dict.Pairs.Select(pair => pair.Value)], "dict of dicts", table);

    /// <summary>The rows of a list of tuples, with the columns <c>0</c>, <c>1</c> and so on.</summary>
    public static TableIndex FromTuples(SequenceNode list, PickleTableSource table)
    {
        table.Budget.Charge(8L * list.Sequence.Count, list.Offset);
        var rows = list.Sequence.Cast<TupleNode>().ToArray();
        var width = rows.Max(row => row.Items.Length);
        table.CheckColumns(width, list.Offset);
        return PickleTable.Index(
            "list of tuples",
            (
                rows.Length,
                [.. Enumerable.Range(0, width).Select(i => new TupleColumn(i.ToString(CultureInfo.InvariantCulture), table, rows, i))]
            )
        );
    }

    private static TableIndex Read(PickleNode frame, PickleTableSource table)
    {
        table.Budget.Charge(256, frame.Offset);
        return PickleTable.Find(frame, table);
    }

    private static string Name(PickleNode key) =>
        key switch
        {
            TextNode text => text.Text,
            ScalarNode { Value: IFormattable number } => number.ToString(null, CultureInfo.InvariantCulture),
            _ => string.Empty,
        };
}

/// <summary>One item of a list of tuples; the cell is missing in rows that are shorter.</summary>
internal sealed class TupleColumn(string name, PickleTableSource table, TupleNode[] rows, int position)
    : TableColumn(name, "object"),
        INodeColumn
{
    public override Cell this[long row] => NodeColumn.GetCell(NodeAt(row), table);

    public override string Describe(long row) => PickleWords.Describe(NodeAt(row), table);

    public PickleNode? NodeAt(long row) => position < rows[row].Items.Length ? rows[row].Items[position] : null;
}
