using LungSeg.Core.Reporting.Html;

namespace LungSeg.Core.Reporting.Sections;

/// <summary>A row with its pictures, which a click enlarges.</summary>
/// <param name="Anchor">Its anchor.</param>
/// <param name="Row">Its name.</param>
/// <param name="Class">Its class.</param>
internal sealed record GalleryRow(string Anchor, string Row, string Class)
{
    /// <summary>The pictures.</summary>
    public required Markup Pictures { get; init; }

    /// <summary>CSS class that lays the pictures out: <c>both</c> for one or two, <c>many</c> for more.</summary>
    public string Style { get; init; } = "both";

    /// <summary>What is said of the row, in short.</summary>
    public required string Description { get; init; }

    /// <summary>Further lines; nothing for none.</summary>
    public Markup Lines { get; init; } = Markup.None;

    /// <summary>Commands to copy.</summary>
    public required IEnumerable<string> Commands { get; init; }
}

/// <summary>Rows with their pictures, side by side.</summary>
internal static class RowGallery
{
    /// <summary>Writes the rows under a heading; nothing where there is none.</summary>
    /// <param name="html">Receives them.</param>
    /// <param name="section">Id of the section, to which an enlarged row closes.</param>
    /// <param name="heading">The heading.</param>
    /// <param name="rows">The rows.</param>
    public static void Write(HtmlWriter html, string section, Markup heading, IReadOnlyList<GalleryRow> rows)
    {
        if (rows.Count == 0)
        {
            return;
        }

        html.Line($"<h3>{heading}</h3><div class=\"gallery {rows[0].Style}-pictures\">");
        foreach (var row in rows)
        {
            html.Line(
                $"<figure class=\"row\" id=\"{row.Anchor}\" data-row=\"{row.Row}\"><a class=\"zoom {row.Style}\" href=\"#{row.Anchor}\" "
                    + $"title=\"Enlarge\">{row.Pictures}</a>"
            );
            html.Line(
                $"<figcaption><p class=\"name\"><code>{row.Row}</code> <span class=\"swatch {ClassStyle.GetName(row.Class)}\">"
                    + $"</span>{row.Class} "
                    + $"<a class=\"close\" href=\"#{section}\">Close</a></p><p>{row.Description}</p>{row.Lines}"
                    + $"{CommandLines.Draw(row.Commands)}</figcaption></figure>"
            );
        }
        html.Line($"</div>");
    }
}
