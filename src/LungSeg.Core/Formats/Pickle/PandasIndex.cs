using System.Globalization;
using LungSeg.Core.Bytes;

namespace LungSeg.Core.Formats.Pickle;

/// <summary>A pandas Index: the names of columns, or how many rows there are.</summary>
internal static class PandasIndex
{
    /// <summary>Number of labels, or null for kinds of index that do not say.</summary>
    public static long? Count(PickleNode node, PickleTableSource table)
    {
        if (Range(node) is var (start, stop, step))
            return RangeCount(start, stop, step);
        if (State(node)?["codes"] is { } codes && Items(codes) is [var first, ..])
            return PandasValues.Length(first);
        return Data(node) is { } data ? PandasValues.Length(data) : null;
    }

    /// <summary>The labels as text.</summary>
    /// <exception cref="DatasetFormatException">The index is of a kind that has no plain labels (<see cref="Fault.Unsupported"/>), or has too many.</exception>
    public static List<string> Names(PickleNode node, PickleTableSource table)
    {
        var count = Count(node, table);
        if (count is not { } n || State(node)?["codes"] is not null)
            throw FormatError.Unsupported(table.Name, node.Offset, "the columns' index has no plain names");
        if (n > table.Limits.MaxColumns)
            throw FormatError.TooLarge(table.Name, node.Offset, "number of columns", n, table.Limits.MaxColumns);
        var names = new List<string>((int)n);
        var range = Range(node);
        var column = range is null ? PandasValues.Column(string.Empty, Data(node)!, table, 0, n) : null;
        for (var i = 0; i < n; i++)
        {
            var value = column is null ? range!.Value.Start + (i * range.Value.Step) : column[i].Value;
            names.Add(Convert.ToString(value, CultureInfo.InvariantCulture) ?? string.Empty);
        }

        return names;
    }

    private static (long Start, long Stop, long Step)? Range(PickleNode node)
    {
        if (State(node) is { } state && state["data"] is null
            && Long(state["start"]) is { } start && Long(state["stop"]) is { } stop && Long(state["step"]) is { } step and not 0)
            return (start, stop, step);
        return null;
    }

    private static long RangeCount(long start, long stop, long step)
    {
        // Differences of two longs fit an unsigned one; so does the negation of the least long.
        var (low, high, stride) = step > 0 ? (start, stop, (ulong)step) : (stop, start, (ulong)-step);
        return high <= low ? 0 : (long)Math.Min(long.MaxValue, ((((ulong)high - (ulong)low) - 1) / stride) + 1);
    }

    private static DictNode? State(PickleNode node) =>
        node is CallNode { Symbol: PickleSymbol.NewIndex, Arguments: TupleNode { Items: [_, DictNode state, ..] } } ? state : null;

    /// <summary>The labels: an array or an extension array; pandas before 0.14 built the index as an array with a name.</summary>
    private static PickleNode? Data(PickleNode node) => node is ArrayNode ? node : State(node)?["data"];

    private static PickleNode[]? Items(PickleNode node) => node switch
    {
        TupleNode tuple => tuple.Items,
        ListNode list => [.. list.Items],
        CallNode { Arguments: TupleNode { Items: [var inner, ..] } } => Items(inner),
        _ => null,
    };

    private static long? Long(PickleNode? node) => node is ScalarNode { Value: long value } ? value : null;
}
