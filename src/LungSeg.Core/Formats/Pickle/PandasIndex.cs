using LungSeg.Core.Bytes;
using LungSeg.Core.Model;

namespace LungSeg.Core.Formats.Pickle;

/// <summary>Reads a pandas Index: the names of columns, or the number of rows.</summary>
internal static class PandasIndex
{
    private static readonly HashSet<string> KnownNames = [.. DatasetColumns.All.Select(IdText.PlainName)];

    /// <summary>Number of labels; null for kinds of index that do not state it.</summary>
    public static long? Count(PickleNode node, PickleTableSource table)
    {
        if (Range(node) is var (start, stop, step))
        {
            return RangeCount(start, stop, step);
        }
        if ((State(node)?["codes"] ?? State(node)?["labels"]) is { } codes && Items(codes) is [var first, ..])
        {
            return PandasValues.Length(Inner(first));
        }
        return Data(node) is { } data ? PandasValues.Length(data) : null;
    }

    /// <summary>The labels as text; null for kinds of index without plain labels.</summary>
    public static PandasLabels? Labels(PickleNode node, PickleTableSource table)
    {
        if (Count(node, table) is not { } count || State(node)?["codes"] is not null)
        {
            return null;
        }
        return Range(node) is var (start, _, step)
            ? PandasLabels.Range(count, start, step)
            : PandasLabels.FromValues(count, PandasValues.Column(string.Empty, Data(node)!, table, 0, count));
    }

    /// <summary>The names of columns.</summary>
    /// <exception cref="DatasetFormatException">
    /// The index is of a kind without plain labels (<see cref="Fault.Unsupported"/>), or has too many labels.
    /// </exception>
    public static List<string> Names(PickleNode node, PickleTableSource table)
    {
        var labels = Labels(node, table) ?? throw FormatError.Unsupported(table.Name, node.Offset, "the columns' index has no plain names");
        if (labels.Count > table.Limits.MaxColumns)
        {
            throw FormatError.TooLarge(table.Name, node.Offset, "number of columns", labels.Count, table.Limits.MaxColumns);
        }
        var names = new List<string>((int)labels.Count);
        for (var i = 0L; i < labels.Count; i++)
        {
            names.Add(labels[i]);
        }
        return names;
    }

    /// <summary>
    /// The levels of an index that have the name of a known column, as columns: pandas moves a column there with <c>set_index</c>.
    /// </summary>
    /// <param name="node">The index of the rows.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="taken">Names of the table's columns; a level of the same name is left out.</param>
    /// <param name="table">The table.</param>
    public static IEnumerable<TableColumn> Levels(PickleNode node, long rows, IEnumerable<string> taken, PickleTableSource table)
    {
        var names = taken.ToHashSet(StringComparer.Ordinal);
        if (State(node) is not { } state)
        {
            yield break;
        }
        if ((state["codes"] ?? state["labels"]) is { } codes && state["levels"] is { } levels && state["names"] is { } levelNames)
        {
            if (Items(codes) is not { } allCodes || Items(levels) is not { } allLevels || Items(levelNames) is not { } allNames)
            {
                yield break;
            }
            var count = Math.Min(allCodes.Count, Math.Min(allLevels.Count, allNames.Count));
            for (var i = 0; i < count; i++)
            {
                if (
                    allNames[i] is TextNode { Text: var name }
                    && IsKnown(name)
                    && names.Add(name)
                    && Level(name, allLevels[i], table) is { } values
                )
                {
                    yield return new IndexLevelColumn(name, PandasValues.Column(name, Inner(allCodes[i]), table, 0, rows), values);
                }
            }
        }
        else if (state["name"] is TextNode { Text: var name } && IsKnown(name) && names.Add(name) && Count(node, table) == rows)
        {
            if (Level(name, node, table) is { } level)
            {
                yield return level.Values;
            }
        }
    }

    private static bool IsKnown(string name) => KnownNames.Contains(IdText.PlainName(name));

    /// <summary>The values of one level; null for kinds of index without plain values.</summary>
    private static IndexValues? Level(string name, PickleNode node, PickleTableSource table) =>
        Range(node) is var (start, stop, step) ? new IndexValues(new RangeColumn(name, start, step), RangeCount(start, stop, step))
        : Data(node) is { } data && PandasValues.Length(data) is { } length && PandasValues.Width(data) == 1
            ? new IndexValues(PandasValues.Column(name, data, table, 0, length), length)
        : null;

    /// <summary>The array in pandas' FrozenNDArray, of which old versions make codes.</summary>
    private static PickleNode Inner(PickleNode codes) =>
        codes is CallNode { State: TupleNode or DictNode } call && PandasValues.Inner(call) is { } array ? array : codes;

    private static (long Start, long Stop, long Step)? Range(PickleNode node)
    {
        if (
            State(node) is { } state
            && state["data"] is null
            && Long(state["start"]) is { } start
            && Long(state["stop"]) is { } stop
            && Long(state["step"]) is { } step and not 0
        )
        {
            return (start, stop, step);
        }
        return null;
    }

    private static long RangeCount(long start, long stop, long step)
    {
        // The difference of two longs fits into a ulong, and so does the negation of the smallest long.
        var (low, high, stride) = step > 0 ? (start, stop, (ulong)step) : (stop, start, (ulong)-step);
        return high <= low ? 0 : (long)Math.Min(long.MaxValue, ((((ulong)high - (ulong)low) - 1) / stride) + 1);
    }

    private static DictNode? State(PickleNode node) =>
        node is CallNode { Symbol: PickleSymbol.NewIndex, Arguments: TupleNode { Items: [_, DictNode state, ..] } } ? state : null;

    /// <summary>The node of the labels: an array or an extension array. Before pandas 0.14 the index itself was an array.</summary>
    private static PickleNode? Data(PickleNode node) => node is ArrayNode ? node : State(node)?["data"];

    /// <summary>The parts of a MultiIndex: a list or tuple, or pandas' FrozenList made of one.</summary>
    private static IReadOnlyList<PickleNode>? Items(PickleNode node) =>
        (node is CallNode { Arguments: TupleNode { Items: [var inner, ..] } } ? inner : node) switch
        {
            TupleNode tuple => tuple.Items,
            ListNode list => list.Items,
            _ => null,
        };

    private static long? Long(PickleNode? node) => node is ScalarNode { Value: long value } ? value : null;
}
