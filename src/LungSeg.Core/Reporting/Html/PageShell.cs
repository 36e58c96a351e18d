using System.Security.Cryptography;
using System.Text;
using LungSeg.Core.Model;

namespace LungSeg.Core.Reporting.Html;

/// <summary>
/// What every page has: head, title, links to its sections, style sheet, and the one script that sorts tables. Nothing is loaded.
/// </summary>
internal sealed record PageShell
{
    /// <summary>Title of the page.</summary>
    public required string Title { get; init; }

    /// <summary>What kind of page it is, in words.</summary>
    public required string Kind { get; init; }

    /// <summary>What stands first, for those who skip the head.</summary>
    public required string First { get; init; }

    /// <summary>Ids of sections and their names in the navigation; those that are not written are left out.</summary>
    public required IReadOnlyList<(string Id, string Name)> Contents { get; init; }

    /// <summary>Writes the page.</summary>
    /// <param name="output">Receives it.</param>
    /// <param name="writeSections">Writes the sections.</param>
    /// <param name="writeFooter">Writes the footer.</param>
    public void Write(TextWriter output, Action<HtmlWriter> writeSections, Action<HtmlWriter> writeFooter)
    {
        using var text = new StringWriter { NewLine = "\n" };
        var main = new HtmlWriter(text);
        writeSections(main);
        var html = new HtmlWriter(output);
        var script = Read("report.js");
        html.Line(
            $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="{new Markup(CreatePolicy(script))}">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <link rel="icon" href="data:,">
            <title>{Title} – LungSeg report</title>
            <style>
            {new Markup(Read("report.css"))}</style>
            </head>
            <body>
            <a class="skip" href="#main">Skip to the {First}</a>
            <header><p class="tool">LungSeg {ToolVersion.Text} <span>{Kind}</span></p><h1>{Title}</h1>
            <nav aria-label="Sections"><ul>{Links(main.Sections)}</ul></nav></header>
            <main id="main">
            """
        );
        output.Write(text.GetStringBuilder());
        html.Line($"</main>");
        writeFooter(html);
        html.Line(
            $"""
            <script>{new Markup(script)}</script>
            </body>
            </html>
            """
        );
    }

    /// <summary>Nothing is loaded, and of all scripts the given one alone runs.</summary>
    private static string CreatePolicy(string script)
    {
        var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script)));
        return "default-src 'none'; img-src data:; style-src 'unsafe-inline'; "
            + $"script-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'";
    }

    private Markup Links(IReadOnlyList<string> sections) =>
        Markup.Join(
            Contents
                .Where(entry => sections.Contains(entry.Id))
                .Select(entry => Markup.Format($"<li><a href=\"#{entry.Id}\">{entry.Name}</a></li>"))
        );

    private static string Read(string resource)
    {
        using var stream = typeof(PageShell).Assembly.GetManifestResourceStream(resource)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
