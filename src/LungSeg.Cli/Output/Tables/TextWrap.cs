namespace LungSeg.Cli.Output.Tables;

/// <summary>Breaks text into lines. A number is never broken, not even where it is longer than the line.</summary>
internal static class TextWrap
{
    private const string BreaksAfter = "-_/,:;.=)+@|";

    /// <summary>Lines of at most <paramref name="width"/> characters, the second and later ones indented.</summary>
    /// <remarks>A line breaks at a space; a word that is longer than a line after punctuation, else anywhere but in a number.</remarks>
    public static List<string> Break(string text, int width, int indent = 0)
    {
        var lines = new List<string>();
        var start = 0;
        while (true)
        {
            var margin = lines.Count == 0 ? 0 : indent;
            var room = Math.Max(1, width - margin);
            if (text.Length - start <= room)
            {
                lines.Add(new string(' ', margin) + text[start..]);
                return lines;
            }

            var end = FindBreak(text, start, room);
            lines.Add(new string(' ', margin) + text[start..end].TrimEnd(' '));
            start = end;
            while (start < text.Length && text[start] == ' ')
            {
                start++;
            }

            if (start == text.Length)
            {
                return lines;
            }
        }
    }

    /// <summary>Length of the longest piece of a text that must stay on one line.</summary>
    public static int LongestNumber(string text)
    {
        var (longest, start) = (0, 0);
        for (var i = 1; i <= text.Length; i++)
        {
            if (i == text.Length || IsBreakable(text, i))
            {
                longest = Math.Max(longest, i - start);
                start = i;
            }
        }

        return longest;
    }

    /// <summary>Length of the longest word of a text.</summary>
    public static int LongestWord(string text) => text.Split(' ').Max(word => word.Length);

    private static int FindBreak(string text, int start, int room)
    {
        var last = start + room;
        for (var i = last; i > start; i--)
        {
            if (text[i] == ' ' && IsBreakable(text, i) && text[start..i].AsSpan().TrimStart(' ').Length > 0)
            {
                return i;
            }
        }

        for (var i = last; i > start; i--)
        {
            if (BreaksAfter.Contains(text[i - 1], StringComparison.Ordinal) && IsBreakable(text, i))
            {
                return i;
            }
        }

        for (var i = last; i > start; i--)
        {
            if (IsBreakable(text, i))
            {
                return i;
            }
        }

        var end = last;
        while (end < text.Length && !IsBreakable(text, end))
        {
            end++;
        }

        return end;
    }

    /// <summary>Whether a line may end before an index: not within a number, its sign, or before its percent sign.</summary>
    private static bool IsBreakable(string text, int at)
    {
        var (before, after) = (text[at - 1], text[at]);
        if (char.IsLowSurrogate(after))
        {
            return false;
        }

        if (char.IsAsciiDigit(after))
        {
            var isJoined = before is '.' or ',' && at >= 2 && char.IsAsciiDigit(text[at - 2]);
            var isSigned = before is '-' or '+' && (at == 1 || text[at - 2] is ' ' or '(' or ',' or '.');
            return !(char.IsAsciiDigit(before) || isJoined || isSigned);
        }

        if (!char.IsAsciiDigit(before))
        {
            return !(before == ' ' && after == '%');
        }

        return !(after is '.' or ',' && at + 1 < text.Length && char.IsAsciiDigit(text[at + 1]))
            && after != '%'
            && !(after == ' ' && at + 1 < text.Length && text[at + 1] == '%');
    }
}
