using System.Globalization;
using System.Text;

namespace LungSeg.Core.Formats.Pickle;

/// <summary>Formats a node in Python syntax, shortened to one line.</summary>
internal static class PickleText
{
    private const int MaxCharacters = 160;
    private const int Deepest = 4;

    public static string Call(PickleNode callee, PickleNode arguments)
    {
        var text = new StringBuilder();
        Write(text, callee, 0);
        if (arguments is TupleNode tuple)
        {
            WriteAll(text, '(', tuple.Items, ')', 0);
        }
        else
        {
            Write(text.Append("(*"), arguments, 1).Append(')');
        }
        return Shorten(text);
    }

    private static StringBuilder Write(StringBuilder text, PickleNode node, int depth)
    {
        if (depth > Deepest || text.Length > MaxCharacters)
        {
            return text.Append("...");
        }
        return node switch
        {
            ScalarNode { Value: null } => text.Append("None"),
            ScalarNode { Value: bool value } => text.Append(value ? "True" : "False"),
            ScalarNode { Value: IFormattable value } => text.Append(value.ToString(null, CultureInfo.InvariantCulture)),
            TextNode value => Quote(text, value.Text),
            PayloadNode value => text.Append(CultureInfo.InvariantCulture, $"<{value.Payload.Length} bytes>"),
            GlobalNode value => text.Append(value.Module).Append('.').Append(value.Name),
            TupleNode value => WriteAll(text, '(', value.Items, ')', depth),
            ListNode value => WriteAll(text, '[', value.Items, ']', depth),
            DictNode value => text.Append(CultureInfo.InvariantCulture, $"{{{value.Pairs.Count} entries}}"),
            CallNode value => Write(Write(text, value.Callee, depth + 1), value.Arguments, depth + 1),
            _ => text.Append("<numpy>"),
        };
    }

    private static StringBuilder WriteAll(StringBuilder text, char open, IReadOnlyList<PickleNode> items, char close, int depth)
    {
        text.Append(open);
        for (var i = 0; i < items.Count && text.Length <= MaxCharacters; i++)
        {
            Write(i == 0 ? text : text.Append(", "), items[i], depth + 1);
        }
        return text.Append(close);
    }

    private static StringBuilder Quote(StringBuilder text, string value)
    {
        text.Append('\'');
        foreach (var c in value.AsSpan(0, Math.Min(value.Length, MaxCharacters)))
        {
            if (char.IsControl(c))
            {
                text.Append(CultureInfo.InvariantCulture, $"\\x{(int)c:x2}");
            }
            else
            {
                text.Append(c is '\'' or '\\' ? "\\" : string.Empty).Append(c);
            }
        }

        return text.Append('\'');
    }

    private static string Shorten(StringBuilder text) =>
        text.Length <= MaxCharacters ? text.ToString() : text.ToString(0, MaxCharacters) + "...";
}
