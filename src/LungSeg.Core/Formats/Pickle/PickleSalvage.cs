using LungSeg.Core.Bytes;
using LungSeg.Core.Model;

namespace LungSeg.Core.Formats.Pickle;

/// <summary>Finds complete rows on the stack of a truncated pickle.</summary>
/// <remarks>
/// It searches the stack from the top for the list that was being filled, and then for the object that contains this list.
/// </remarks>
internal static class PickleSalvage
{
    /// <summary>No rows at all.</summary>
    public static TableIndex Nothing { get; } =
        new()
        {
            Container = "unknown",
            Rows = 0,
            Columns = [],
        };

    /// <summary>The complete rows; none where the stack holds no table.</summary>
    public static TableIndex Read(PickleStack stack, PickleTableSource table)
    {
        try
        {
            var found =
                FromComplete(stack, table)
                ?? DataFrameSalvage.FromManager(stack, table)
                ?? DataFrameSalvage.FromBlocks(stack, table)
                ?? FromDict(stack, table)
                ?? FromRecords(stack, table)
                ?? Nothing;
            return table.Checked(found, stack.Nodes.Count == 0 ? 0 : stack.Nodes[0].Offset);
        }
        catch (DatasetFormatException e)
        {
            return Nothing with { Notes = [e.Detail] };
        }
    }

    /// <summary>The table of a pickle in which only STOP is missing.</summary>
    private static TableIndex? FromComplete(PickleStack stack, PickleTableSource table) =>
        stack is { Nodes: [var root], Marks.Count: 0 }
        && root is not (CallNode { State: null, Arguments: TupleNode { Items: [] } } or ArrayNode { IsBuilt: false })
            ? PickleTable.Read(root, table)
            : null;

    private static TableIndex? FromDict(PickleStack stack, PickleTableSource table)
    {
        var at = -1;
        for (var i = 0; i < stack.Nodes.Count && at < 0; i++)
        {
            at = stack.Nodes[i] is DictNode && !(i > 0 && stack.Nodes[i - 1] is ListNode) ? i : -1;
        }
        if (at < 0)
        {
            return null;
        }
        var named = ((DictNode)stack.Nodes[at]).Pairs.Select(pair => (pair.Key, pair.Value)).ToList();
        for (var i = at + 1; i + 1 < stack.Nodes.Count && stack.Nodes[i] is TextNode; i += 2)
        {
            named.Add((stack.Nodes[i], stack.Nodes[i + 1]));
        }
        if (named.Count == 0 || named.Any(pair => pair is not (TextNode, ListNode)))
        {
            return null;
        }
        table.CheckColumns(named.Count, 0);
        var (_, pending) = Pending(stack);
        var lists = named
            .Select(
                (pair, i) =>
                    (
                        Name: ((TextNode)pair.Key).Text,
                        Items: i == named.Count - 1 && pending.Count > 0 ? pending : ((ListNode)pair.Value).Items
                    )
            )
            .ToList();
        var complete = DatasetColumns.InOrder.All(name => lists.Any(list => list.Name == name));
        var rows = complete ? lists.Min(list => list.Items.Count) : 0;
        return new TableIndex
        {
            Container = "dict of columns",
            Rows = rows,
            Columns = [.. lists.Select(list => new NodeColumn(list.Name, table, list.Items))],
        };
    }

    private static TableIndex? FromRecords(PickleStack stack, PickleTableSource table)
    {
        if (stack.Nodes is not [ListNode list, ..])
        {
            return null;
        }
        var (_, pending) = Pending(stack);
        var rows = (pending.Count > 0 ? pending : list.Items).OfType<DictNode>().ToArray();
        if (rows.Length == 0)
        {
            return null;
        }
        var names = rows[0].Pairs.Select(pair => pair.Key).OfType<TextNode>().Select(key => key.Text).Distinct().ToArray();
        table.CheckColumns(names.Length, 0);

        // Only the last dict can be incomplete. It is complete where it has the keys of the first dict; a single dict, where it has the
        // columns of the data set.
        if ((rows.Length == 1 ? DatasetColumns.InOrder : names).Any(name => rows[^1][name] is null))
        {
            rows = rows[..^1];
        }
        return new TableIndex
        {
            Container = "list of dicts",
            Rows = rows.Length,
            Columns = [.. names.Select(name => new RecordColumn(name, table, rows))],
        };
    }

    /// <summary>The list that was being filled, including items above a mark, and the shape of its object array, if any.</summary>
    public static (long[]? Shape, IReadOnlyList<PickleNode> Items) Pending(PickleStack stack)
    {
        var nodes = stack.Nodes;
        if (nodes is [.., TupleNode { Items: [ScalarNode, TupleNode lengths, _, _, ListNode filled] }])
        {
            return (Lengths(lengths), filled.Items);
        }
        for (var i = nodes.Count - 1; i >= 0; i--)
        {
            // The array is complete and its block is not, since the placement comes after the values.
            if (
                nodes[i] is ArrayNode { Objects: { } objects, Shape: [_, _] built }
                && i > 0
                && nodes[i - 1] is GlobalNode { Symbol: PickleSymbol.UnpickleBlock }
            )
            {
                return (built, objects.Items);
            }
            if (nodes[i] is not ListNode list)
            {
                continue;
            }
            var items = new List<PickleNode>(list.Items);
            if (stack.Marks.Contains(i + 1))
            {
                items.AddRange(nodes.Skip(i + 1).TakeWhile(node => node is not ArrayNode { IsBuilt: false } and not GlobalNode));
            }
            return (i >= 4 && nodes[i - 3] is TupleNode shape ? Lengths(shape) : null, items);
        }

        return (null, []);
    }

    private static long[]? Lengths(TupleNode shape) =>
        shape.Items.All(item => item is ScalarNode { Value: long and >= 0 and < int.MaxValue })
            ? [.. shape.Items.Select(item => (long)((ScalarNode)item).Value!)]
            : null;
}
