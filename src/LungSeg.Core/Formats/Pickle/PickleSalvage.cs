using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Columns;
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
    public static TableIndex Read(PickleStack stack, PickleTableSource table, Leniency leniency)
    {
        try
        {
            var found =
                FromComplete(stack, table)
                ?? DataFrameSalvage.FromManager(stack, table)
                ?? DataFrameSalvage.FromBlocks(stack, table, leniency)
                ?? FromDict(stack, table, leniency)
                ?? FromRecords(stack, table, leniency)
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

    private static TableIndex? FromDict(PickleStack stack, PickleTableSource table, Leniency leniency)
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
        var isComplete = leniency == Leniency.SalvageColumns || DatasetColumns.InOrder.All(name => lists.Any(list => list.Name == name));
        return CutColumn.Apply(
            new TableIndex
            {
                Container = "dict of columns",
                Rows = 0,
                Columns = [.. lists.Select(list => new NodeColumn(list.Name, table, list.Items))],
                StatedRows = lists.Count > 1 ? lists[0].Items.Count : null,
            },
            [.. lists.Select(list => isComplete ? list.Items.Count : 0L)],
            leniency
        );
    }

    private static TableIndex? FromRecords(PickleStack stack, PickleTableSource table, Leniency leniency)
    {
        if (stack.Nodes is not [ListNode list, ..])
        {
            return null;
        }
        CompleteLastDict(stack);
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
        bool IsCut(string name) => rows[^1][name] is null;
        var isCut = (rows.Length == 1 ? DatasetColumns.InOrder : names).Any(IsCut);
        return CutColumn.Apply(
            new TableIndex
            {
                Container = "list of dicts",
                Rows = 0,
                Columns = [.. names.Select(name => new RecordColumn(name, table, rows))],
            },
            [.. names.Select(name => rows.Length - (isCut && (IsCut(name) || leniency != Leniency.SalvageColumns) ? 1L : 0L))],
            leniency
        );
    }

    /// <summary>Puts into the dict that was being filled the pairs above its mark whose value is complete.</summary>
    private static void CompleteLastDict(PickleStack stack)
    {
        var nodes = stack.Nodes;
        for (var at = nodes.Count - 1; at >= 0; at--)
        {
            if (nodes[at] is not DictNode dict || !stack.Marks.Contains(at + 1))
            {
                continue;
            }
            for (var i = at + 1; i + 1 < nodes.Count && nodes[i] is TextNode && IsComplete(nodes[i + 1]); i += 2)
            {
                dict.Pairs.Add(new(nodes[i], nodes[i + 1]));
            }
            return;
        }
    }

    private static bool IsComplete(PickleNode node) =>
        node is ArrayNode { IsBuilt: true } or TextNode or ScalarNode or NumpyScalarNode or PayloadNode;

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
