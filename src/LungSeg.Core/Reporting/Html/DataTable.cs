namespace LungSeg.Core.Reporting.Html;

/// <summary>
/// A table in a box that scrolls where the page is too narrow. The script of the page sorts its lines; the last ones, of totals, stay.
/// </summary>
/// <param name="Caption">Caption.</param>
/// <param name="Columns">Heads of the columns; the first column names the lines.</param>
internal sealed record DataTable(string Caption, IReadOnlyList<Markup> Columns)
{
    /// <summary>Cells of each line.</summary>
    public required IEnumerable<IReadOnlyList<Markup>> Lines { get; init; }

    /// <summary>Cells of lines that stay at the end.</summary>
    public IEnumerable<IReadOnlyList<Markup>> Totals { get; init; } = [];

    /// <summary>Columns from the left whose cells are texts.</summary>
    public int TextColumns { get; init; } = 1;

    /// <summary>Heads of columns that are plain texts.</summary>
    public static IReadOnlyList<Markup> Heads(params IEnumerable<string> texts) => [.. texts.Select(text => Cell(text))];

    /// <summary>A text as a cell.</summary>
    public static Markup Cell(string? text) => Markup.Format($"{text}");

    /// <summary>The table.</summary>
    public Markup Draw()
    {
        var heads = Markup.Join(Columns.Select((column, i) => Markup.Format($"<th scope=\"col\"{Style(i)}>{column}</th>")));
        var foot = Markup.Join(Totals.Select(Line));
        return Markup.Format(
            $"<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{Caption}\"><table><caption>{Caption}</caption>"
                + $"<thead><tr>{heads}</tr></thead><tbody>{Markup.Join(Lines.Select(Line))}</tbody>"
                + $"{(foot == Markup.None ? foot : Markup.Format($"<tfoot>{foot}</tfoot>"))}</table></div>"
        );
    }

    /// <summary>The table, folded at first.</summary>
    public Markup Fold(string summary) => Markup.Format($"<details class=\"numbers\"><summary>{summary}</summary>{Draw()}</details>");

    private Markup Line(IReadOnlyList<Markup> cells) =>
        Markup.Format(
            $"<tr><th scope=\"row\">{cells[0]}</th>"
                + $"{Markup.Join(cells.Skip(1).Select((cell, i) => Markup.Format($"<td{Style(i + 1)}>{cell}</td>")))}</tr>"
        );

    private Markup Style(int column) => column > 0 && column < TextColumns ? new Markup(" class=\"text\"") : Markup.None;
}
