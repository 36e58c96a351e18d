using System.Text;
using LungSeg.Core.Bytes;

namespace LungSeg.Core.Cards;

/// <summary>Text in Markdown.</summary>
internal static class MarkdownText
{
    private const string Special = "\\`*_{}[]<>()#+!|~&$";

    /// <summary>A text on one line, which is shown as it is and never as markup, link or HTML.</summary>
    public static string Escape(string text)
    {
        var escaped = new StringBuilder();
        foreach (var c in PrintableText.Escape(text.ReplaceLineEndings(" ")))
        {
            if (Special.Contains(c, StringComparison.Ordinal))
            {
                escaped.Append('\\');
            }
            escaped.Append(c);
        }
        return escaped.ToString();
    }

    /// <summary>Lines as a block of code.</summary>
    public static string Indent(string text) =>
        string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Select(line => "    " + PrintableText.Escape(line)));
}
