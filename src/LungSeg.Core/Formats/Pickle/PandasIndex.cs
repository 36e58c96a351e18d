using LungSeg.Core.Bytes;

namespace LungSeg.Core.Formats.Pickle;

/// <summary>Reads a pandas Index: the names of columns, or the number of rows.</summary>
internal static class PandasIndex
{
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
        if (Count(node, table) is not { } count || (State(node)?["codes"] ?? State(node)?["labels"]) is not null)
        {
            return null;
        }
        return Range(node) is var (start, _, step)
            ? PandasLabels.Range(count, start, step)
            : PandasLabels.FromValues(count, PandasValues.Column(string.Empty, Data(node)!, table, 0, count));
    }

    /// <summary>The levels of an index of rows, each with its name, or null where it has none; empty for kinds that are not read.</summary>
    public static IReadOnlyList<IndexLevel> Levels(PickleNode node, PickleTableSource table)
    {
        if (Count(node, table) is not { } count || State(node) is not { } state)
        {
            return [];
        }
        if (Range(node) is var (start, _, step))
        {
            return [new IndexLevel(Name(state["name"]), new RangeColumn(Name(state["name"]) ?? string.Empty, start, step))];
        }
        if ((state["codes"] ?? state["labels"]) is { } codes)
        {
            return Items(codes) is { } lists && Items(state["levels"] ?? codes) is { } levels && Items(state["names"] ?? codes) is { } names
                ? [.. lists.Zip(levels, names).Select(level => Level(level.First, level.Second, Name(level.Third), count, table))]
                : [];
        }
        return Data(node) is { } data && PandasValues.Width(data) == 1
            ? [new IndexLevel(Name(state["name"]), PandasValues.Column(Name(state["name"]) ?? string.Empty, data, table, 0, count))]
            : [];
    }

    private static IndexLevel Level(PickleNode codes, PickleNode level, string? name, long count, PickleTableSource table)
    {
        var rows = PandasValues.Column(string.Empty, Inner(codes), table, 0, count);
        var size = Count(level, table) ?? 0;
        var values = Levels(level, table) is [{ Column: var column }] ? column : null;
        return new IndexLevel(name, new LevelColumn(name ?? string.Empty, rows, values, size));
    }

    private static string? Name(PickleNode? node) =>
        node switch
        {
            TextNode text => text.Text,
            ScalarNode { Value: long number } => number.ToString(System.Globalization.CultureInfo.InvariantCulture),
            _ => null,
        };

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

/// <summary>A level of an index of rows.</summary>
/// <param name="Name">Its name; null where it has none.</param>
/// <param name="Column">Its values.</param>
internal sealed record IndexLevel(string? Name, TableColumn Column);
