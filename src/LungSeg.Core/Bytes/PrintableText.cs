using System.Globalization;

namespace LungSeg.Core.Bytes;

/// <summary>Text from a file, made fit for a message of one line.</summary>
/// <remarks>
/// Characters that move the cursor, set a colour, end a line or change the direction of writing are escaped as in Python: <c>\x1b</c>,
/// <c>\u202e</c>.
/// </remarks>
public static class PrintableText
{
    /// <summary>Escapes a text.</summary>
    public static string Escape(string text) => Escape(text, int.MaxValue);

    /// <summary>Escapes at most <paramref name="maxLength"/> characters of a text; three dots stand for the rest.</summary>
    public static string Escape(string text, int maxLength)
    {
        ArgumentNullException.ThrowIfNull(text);
        var shown = text.Length <= maxLength ? text : text[..maxLength] + "...";
        return shown.Any(IsUnprintable) ? string.Concat(shown.Select(Escaped)) : shown;
    }

    private static string Escaped(char c) =>
        !IsUnprintable(c) ? c.ToString()
        : c <= 0xff ? string.Create(CultureInfo.InvariantCulture, $"\\x{(int)c:x2}")
        : string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");

    // U+2028 and U+2029 end lines; U+200E, U+200F, U+202A to U+202E and U+2066 to U+2069 change the direction of what follows.
    private static bool IsUnprintable(char c) =>
        char.IsControl(c) || c is '\u200e' or '\u200f' or (>= '\u2028' and <= '\u202e') or (>= '\u2066' and <= '\u2069');
}
