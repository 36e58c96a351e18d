using System.Text;

namespace LungSeg.Cli.Manual;

/// <summary>Writes roff with the macros of man.</summary>
internal sealed class RoffWriter(TextWriter output)
{
    // mandoc -T lint warns of longer lines.
    private const int LineLength = 78;

    public void Title(string name, string date, string source) =>
        output.Write($".TH {name.ToUpperInvariant()} 1 \"{date}\" \"{source}\" \"LungSeg\"\n");

    public void Section(string name) => output.Write($".SH {name.ToUpperInvariant()}\n");

    public void Subsection(string name) => output.Write($".SS {name}\n");

    public void Paragraph() => output.Write(".PP\n");

    /// <summary>A tagged paragraph; the tag is already encoded as roff.</summary>
    public void Tagged(string tag, string text)
    {
        output.Write($".TP\n{tag}\n");
        Text(text);
    }

    /// <summary>A paragraph that roff fills.</summary>
    public void Text(string text)
    {
        var line = new StringBuilder();
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Escape))
        {
            if (line.Length > 0 && line.Length + word.Length >= LineLength)
            {
                Line(line.ToString());
                line.Clear();
            }

            line.Append(line.Length > 0 ? " " : string.Empty).Append(word);
        }

        if (line.Length > 0)
        {
            Line(line.ToString());
        }
    }

    /// <summary>Lines that roff does not fill.</summary>
    public void Literal(IEnumerable<string> lines)
    {
        output.Write(".RS 4\n.nf\n");
        foreach (var line in lines)
        {
            Line(Escape(line));
        }
        output.Write(".fi\n.RE\n");
    }

    public static string Bold(string text) => $"\\fB{Escape(text)}\\fR";

    public static string Italic(string text) => $"\\fI{Escape(text)}\\fR";

    /// <summary>Escapes text, so that roff neither interprets characters nor replaces them by typographic ones.</summary>
    private static string Escape(string text) =>
        text.Replace("\\", "\\e", StringComparison.Ordinal)
            .Replace("-", "\\-", StringComparison.Ordinal)
            .Replace("'", "\\(aq", StringComparison.Ordinal)
            .Replace("`", "\\(ga", StringComparison.Ordinal)
            .Replace("^", "\\(ha", StringComparison.Ordinal)
            .Replace("~", "\\(ti", StringComparison.Ordinal);

    private void Line(string line) => output.Write($"{(line is ['.', ..] ? "\\&" : string.Empty)}{line}\n");
}
