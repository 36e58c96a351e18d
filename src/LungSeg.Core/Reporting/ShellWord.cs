using System.Text.RegularExpressions;

namespace LungSeg.Core.Reporting;

/// <summary>Writes words as a POSIX shell reads them.</summary>
public static partial class ShellWord
{
    /// <summary>A word as it is where that is safe, else in quotes.</summary>
    public static string Quote(string word)
    {
        ArgumentNullException.ThrowIfNull(word);
        return Plain().IsMatch(word) ? word
            : word.Any(char.IsControl) ? $"$'{string.Concat(word.Select(Escape))}'"
            : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
    }

    /// <summary>A character in the quotes that bash, zsh and POSIX 2024 have for those that no line should hold.</summary>
    private static string Escape(char c) =>
        c is '\\' or '\'' ? $"\\{c}"
        : !char.IsControl(c) ? c.ToString()
        : c < 0x80 ? FormattableString.Invariant($"\\x{(int)c:x2}")
        : FormattableString.Invariant($"\\u{(int)c:x4}");

    /// <summary>The name of a file, so that none is taken for an option; <c>-</c> stays standard input.</summary>
    public static string QuotePath(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Quote(name.StartsWith('-') && name != "-" ? "./" + name : name);
    }

    [GeneratedRegex(@"\A[A-Za-z0-9_@%+=:,./-][A-Za-z0-9_@%+=:,./~-]*\z")]
    private static partial Regex Plain();
}
