using System.Security.Cryptography;
using System.Text;
using LungSeg.Core.Model;
using LungSeg.Core.Reporting.Html;
using LungSeg.Core.Reporting.Sections;

namespace LungSeg.Core.Reporting;

/// <summary>The page: head, sections in order, footer, and the script that sorts tables.</summary>
internal static class ReportPage
{
    private static readonly (string Id, string Name)[] Contents =
    [
        ("findings", "Findings"),
        ("inputs", "Files"),
        ("classes", "Classes"),
        ("lesions", "Lesions"),
        ("hu", "HU"),
        ("threshold", "hu_array"),
        ("rows", "Rows"),
        ("leakage", "Leakage"),
        ("glossary", "Glossary"),
    ];

    public static void Write(ReportContent content, TextWriter output)
    {
        using var text = new StringWriter { NewLine = "\n" };
        var main = new HtmlWriter(text);
        WriteSections(main, content);
        var html = new HtmlWriter(output);
        var title = string.Join(" + ", content.Statistics.Inputs.Select(input => input.Stem));
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
            <title>{title} – LungSeg report</title>
            <style>
            {new Markup(Read("report.css"))}</style>
            </head>
            <body>
            <a class="skip" href="#main">Skip to the findings</a>
            <header><p class="tool">LungSeg {ToolVersion.Text} <span>data set report</span></p><h1>{title}</h1>
            <nav aria-label="Sections"><ul>{Links(main.Sections)}</ul></nav></header>
            <main id="main">
            """
        );
        output.Write(text.GetStringBuilder());
        html.Line($"</main>");
        ReportFooter.Write(html, content);
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

    private static Markup Links(IReadOnlyList<string> sections) =>
        Markup.Join(
            Contents
                .Where(entry => sections.Contains(entry.Id))
                .Select(entry => Markup.Format($"<li><a href=\"#{entry.Id}\">{entry.Name}</a></li>"))
        );

    private static void WriteSections(HtmlWriter html, ReportContent content)
    {
        GlanceSection.Write(html, content);
        FindingsSection.Write(html, content);
        InputsSection.Write(html, content);
        ClassesSection.Write(html, content);
        LesionsSection.Write(html, content);
        HuSection.Write(html, content);
        ThresholdSection.Write(html, content);
        RowsSection.Write(html, content);
        LeakageSection.Write(html, content);
        GlossarySection.Write(html);
    }

    private static string Read(string resource)
    {
        using var stream = typeof(ReportPage).Assembly.GetManifestResourceStream(resource)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
