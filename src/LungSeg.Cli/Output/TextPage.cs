using LungSeg.Cli.Output.Tables;
using LungSeg.Core.Bytes;

namespace LungSeg.Cli.Output;

/// <summary>Writes results for people: lines no wider than the terminal, and tables. With <c>--plain</c> only the tables.</summary>
internal sealed class TextPage(Terminal terminal)
{
    /// <summary>Width under which no text is laid out.</summary>
    public const int MinWidth = 40;

    private bool _hasTable;

    /// <summary>Width in characters.</summary>
    public int Width { get; } = Math.Max(MinWidth, terminal.Width);

    /// <summary>Whether only tables are written, tab-separated and whole.</summary>
    public bool IsPlain => terminal.Plain;

    /// <summary>Numbers of rows by name, for example <c>ok 12, tie 1</c>.</summary>
    public static string ListCounts(IEnumerable<(string Name, long Rows)> counts) =>
        string.Join(", ", counts.Select(count => FormattableString.Invariant($"{count.Name} {count.Rows}")));

    /// <summary>Writes a paragraph; its second and later lines are indented.</summary>
    public void Text(string text, TextStyle style = TextStyle.None, int indent = 2)
    {
        if (IsPlain)
        {
            return;
        }

        foreach (var line in TextWrap.Break(PrintableText.Escape(text), Width, indent))
        {
            terminal.Out.WriteLine(AnsiText.Style(line, style, terminal.Color));
        }
    }

    /// <summary>Writes a paragraph that begins with a word in a style.</summary>
    public void Labelled(TextStyle style, string label, string text, int indent = 2)
    {
        if (IsPlain)
        {
            return;
        }

        var word = PrintableText.Escape(label);
        var isFirst = true;
        foreach (var line in TextWrap.Break($"{word}  {PrintableText.Escape(text)}", Width, indent))
        {
            terminal.Out.WriteLine(
                isFirst && line.StartsWith(word, StringComparison.Ordinal)
                    ? AnsiText.Style(word, style, terminal.Color) + line[word.Length..]
                    : line
            );
            isFirst = false;
        }
    }

    /// <summary>Writes an empty line.</summary>
    public void Blank()
    {
        if (!IsPlain)
        {
            terminal.Out.WriteLine();
        }
    }

    /// <summary>Writes a table.</summary>
    public void Table(TextTable table)
    {
        if (!IsPlain)
        {
            foreach (var line in TableLayout.Arrange(table, Width))
            {
                var text = line.Text ?? string.Empty;
                var length = Math.Min(line.Length, text.Length);
                terminal.Out.WriteLine(AnsiText.Style(text[..length], line.Style, terminal.Color) + text[length..]);
            }

            return;
        }

        if (_hasTable)
        {
            terminal.Out.WriteLine();
        }

        _hasTable = true;
        foreach (var line in table.PlainLines())
        {
            terminal.Out.WriteLine(line);
        }
    }
}
