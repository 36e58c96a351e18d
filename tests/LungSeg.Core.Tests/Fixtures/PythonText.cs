using System.Globalization;
using LungSeg.Core.Formats.Arrays;
using LungSeg.Core.Formats.Pickle;

namespace LungSeg.Core.Tests.Fixtures;

/// <summary>Writes a small node much as Python's repr would: text without escapes, bytes in hexadecimal.</summary>
internal static class PythonText
{
    public static string Of(PickleNode node, byte[] pickle) =>
        node switch
        {
            ScalarNode { Value: null } => "None",
            ScalarNode { Value: double number } when double.IsInfinity(number) => number < 0 ? "-inf" : "inf",
            ScalarNode scalar => Convert.ToString(scalar.Value, CultureInfo.InvariantCulture)!,
            TextNode text => $"'{text.Text}'",
            PayloadNode bytes => $"b'{Convert.ToHexStringLower(pickle.AsSpan((int)bytes.Payload.Offset, (int)bytes.Payload.Length))}'"
                + $"{(bytes.Payload.Encoding == PayloadEncoding.Raw ? string.Empty : $" in {bytes.Payload.Encoding}")}",
            TupleNode { Items: [var only] } => $"({Of(only, pickle)},)",
            TupleNode tuple => $"({All(tuple.Items, pickle)})",
            ListNode list => $"[{All(list.Items, pickle)}]",
            DictNode dict => $"{{{string.Join(", ", dict.Pairs.Select(pair => $"{Of(pair.Key, pickle)}: {Of(pair.Value, pickle)}"))}}}",
            GlobalNode name => $"{name.Module}.{name.Name}",
            CallNode { Arguments: TupleNode arguments } call => $"{Of(call.Callee, pickle)}({All(arguments.Items, pickle)})"
                + $"{(call.State is null ? string.Empty : $" with {Of(call.State, pickle)}")}",
            _ => node.GetType().Name,
        };

    private static string All(IEnumerable<PickleNode> items, byte[] pickle) => string.Join(", ", items.Select(item => Of(item, pickle)));
}
