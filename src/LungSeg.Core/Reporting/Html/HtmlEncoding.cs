using System.Text;

namespace LungSeg.Core.Reporting.Html;

/// <summary>Encodes text for HTML, between tags and in quoted attributes.</summary>
internal static class HtmlEncoding
{
    private const char Replacement = '\uFFFD';

    /// <summary>Appends a text. Control characters and lone surrogates, which are invalid in HTML, become replacement characters.</summary>
    public static void Append(StringBuilder html, string? text)
    {
        for (var i = 0; i < (text?.Length ?? 0); i++)
        {
            var c = text![i];
            if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                html.Append(c).Append(text[++i]);
                continue;
            }

            _ = c switch
            {
                '&' => html.Append("&amp;"),
                '<' => html.Append("&lt;"),
                '>' => html.Append("&gt;"),
                '"' => html.Append("&quot;"),
                '\'' => html.Append("&#39;"),
                _ => html.Append(IsForbidden(c) ? Replacement : c),
            };
        }
    }

    private static bool IsForbidden(char c) =>
        (char.IsControl(c) && c is not ('\n' or '\t')) || char.IsSurrogate(c) || c is '\uFFFE' or '\uFFFF';
}
