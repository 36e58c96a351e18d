using System.Globalization;
using LungSeg.Core.Bytes;

namespace LungSeg.Core.Formats.Pickle;

/// <summary>What a node is in Python, in words for messages.</summary>
internal static class PickleWords
{
    private const int LongestName = 100;

    public static string Describe(PickleNode? node, PickleTableSource table) =>
        node switch
        {
            null or ScalarNode { Value: null } => "nothing",
            PayloadNode { IsText: false } bytes => Invariant($"a bytes object of {bytes.Payload.Length} bytes"),
            TextNode or PayloadNode => "text",
            ScalarNode or NumpyScalarNode => "a number",
            ListNode list => Invariant($"a list of {list.Items.Count}{Rest(list, table)}"),
            TupleNode tuple => Invariant($"a tuple of {tuple.Items.Length}{Rest(tuple, table)}"),
            DictNode dict => Invariant($"a dict of {dict.Pairs.Count}"),
            ArrayNode { Info: { } info } => $"an array of {info.DType.Name}, shape ({string.Join(", ", info.Shape)})",
            ArrayNode { Objects: not null, Shape: { } shape } =>
                $"an array of objects that are not all numbers, shape ({string.Join(", ", shape)})",
            ArrayNode => "an array that is not read",
            _ => Name(node) is { } name ? $"a value of {PrintableText.Escape(name, LongestName)}" : "an object",
        };

    /// <summary>The name that makes a value; null where no name is known.</summary>
    public static string? Name(PickleNode node)
    {
        for (var at = node; ; at = ((CallNode)at).Callee)
        {
            if (at is GlobalNode global)
            {
                return $"{global.Module}.{global.Name}";
            }
            if (at is not CallNode)
            {
                return null;
            }
        }
    }

    private static string Rest(SequenceNode list, PickleTableSource table) =>
        NestedNumbers.Find(list, table) is null && list.Sequence.Any(item => item is SequenceNode)
            ? ", not all of one length or of numbers"
            : string.Empty;

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
