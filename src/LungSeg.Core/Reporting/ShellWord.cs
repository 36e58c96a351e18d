using System.Text.RegularExpressions;

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

    /// <summary>The name of a file, so that none is taken for an option; <c>-</c> stays standard input.</summary>
    public static string QuotePath(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Quote(name.StartsWith('-') && name != "-" ? "./" + name : name);
    }

    [GeneratedRegex(@"\A[A-Za-z0-9_@%+=:,./-][A-Za-z0-9_@%+=:,./~-]*\z")]
    private static partial Regex Plain();
}
