using System.Text.RegularExpressions;
using LungSeg.Core.Bytes;

namespace LungSeg.Core.Reporting;

/// <summary>Writes words as a POSIX shell reads them.</summary>
public static partial class ShellWord
{
    /// <summary>A word as it is where that is safe, else in quotes.</summary>
    public static string Quote(string word)
    {
        ArgumentNullException.ThrowIfNull(word);
        return Plain().IsMatch(word) ? word : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
    }

    /// <summary>
    /// A word on one line that can be shown: bytes that end lines, move the cursor or change the direction of writing are escaped, in the
    /// quotes that bash and zsh have for them.
    /// </summary>
    public static string QuoteOnOneLine(string word)
    {
        ArgumentNullException.ThrowIfNull(word);
        return PrintableText.Escape(word) == word ? Quote(word) : $"$'{string.Concat(word.Select(Escape))}'";
    }

    private static string Escape(char c) =>
        c is '\\' or '\'' ? $"\\{c}"
        : PrintableText.Escape(c.ToString()) is [var same] && same == c ? c.ToString()
        : c < 0x80 ? FormattableString.Invariant($"\\x{(int)c:x2}")
        : FormattableString.Invariant($"\\u{(int)c:x4}");

    /// <summary>The name of a file, so that none is taken for an option; <c>-</c> stays standard input.</summary>
    public static string QuotePath(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Quote(Named(name));
    }

    /// <summary>The name of a file as <see cref="QuotePath"/> gives it, on one line.</summary>
    public static string QuotePathOnOneLine(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return QuoteOnOneLine(Named(name));
    }

    private static string Named(string name) => name.StartsWith('-') && name != "-" ? "./" + name : name;

    [GeneratedRegex(@"\A[A-Za-z0-9_@%+=:,./-][A-Za-z0-9_@%+=:,./~-]*\z")]
    private static partial Regex Plain();
}
