namespace LungSeg.Core.Reporting.Html;

/// <summary>A table in a box that scrolls where the page is too narrow.</summary>
internal static class DataTable
{
    /// <summary>Draws a table whose first column names the rows.</summary>
    /// <param name="caption">Caption of the table.</param>
    /// <param name="columns">Heads of the columns.</param>
    /// <param name="rows">Cells of each row.</param>
    public static Markup Draw(string caption, IEnumerable<string> columns, IEnumerable<IReadOnlyList<Markup>> rows)
    {
        var heads = Markup.Join(columns.Select(column => Markup.Format($"<th scope=\"col\">{column}</th>")));
        var body = Markup.Join(rows.Select(Row));
        return Markup.Format(
            $"<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{caption}\"><table><caption>{caption}</caption>"
                + $"<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>"
        );
    }

    /// <summary>The table as a section that is folded at first.</summary>
    public static Markup Folded(string caption, IEnumerable<string> columns, IEnumerable<IReadOnlyList<Markup>> rows) =>
        Markup.Format($"<details class=\"numbers\"><summary>Numbers: {caption}</summary>{Draw(caption, columns, rows)}</details>");

    /// <summary>A text as a cell.</summary>
    public static Markup Cell(string? text) => Markup.Format($"{text}");

    private static Markup Row(IReadOnlyList<Markup> cells) =>
        Markup.Format(
            $"<tr><th scope=\"row\">{cells[0]}</th>{Markup.Join(cells.Skip(1).Select(cell => Markup.Format($"<td>{cell}</td>")))}</tr>"
        );
}
