using LungSeg.Core.Model;
using LungSeg.Core.Reporting.Html;
using LungSeg.Core.Reporting.Sections;

namespace LungSeg.Core.Reporting;

/// <summary>The page: head, sections in order, footer.</summary>
internal static class ReportPage
{
    private const string Policy = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";
    private const string NotClinical = "Not for clinical use: no figure here may guide the care of a patient.";

    private static readonly (string Id, string Name)[] Contents =
    [
        ("findings", "Findings"),
        ("inputs", "Inputs"),
        ("classes", "Classes"),
        ("hu", "HU"),
        ("lesions", "Lesions"),
        ("place", "Place"),
        ("threshold", "Threshold"),
        ("rows", "Best and worst"),
        ("leakage", "Leakage"),
    ];

    public static void Write(ReportContent content, TextWriter output)
    {
        using var text = new StringWriter { NewLine = "\n" };
        var main = new HtmlWriter(text);
        WriteSections(main, content);
        var html = new HtmlWriter(output);
        var title = string.Join(" + ", content.Statistics.Inputs.Select(input => input.Stem));
        html.Line(
            $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="{new Markup(Policy)}">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <link rel="icon" href="data:,">
            <title>{title} – LungSeg report</title>
            <style>
            {Style()}</style>
            </head>
            <body>
            <a class="skip" href="#main">Skip to the findings</a>
            <header><p class="tool">LungSeg {ToolVersion.Text} <span>data set report</span></p><h1>{title}</h1>
            <nav aria-label="Sections"><ul>{Links(main.Sections)}</ul></nav></header>
            <main id="main">
            """
        );
        output.Write(text.GetStringBuilder());
        html.Line(
            $"""
            </main>
            <footer><p>Written by lungseg {ToolVersion.Text} with <code>lungseg stats --report</code>. {NotClinical}</p></footer>
            </body>
            </html>
            """
        );
    }

    private static Markup Links(IReadOnlyList<string> sections) =>
        Markup.Join(
            Contents
                .Where(entry => sections.Contains(entry.Id))
                .Select(entry => Markup.Format($"<li><a href=\"#{entry.Id}\">{entry.Name}</a></li>"))
        );

    private static void WriteSections(HtmlWriter html, ReportContent content)
    {
        TilesSection.Write(html, content);
        FindingsSection.Write(html, content);
        InputsSection.Write(html, content);
        ClassesSection.Write(html, content);
        HuSection.Write(html, content);
        LesionsSection.Write(html, content);
        PlaceSection.Write(html, content);
        ThresholdSection.Write(html, content);
        RowsSection.Write(html, content);
        LeakageSection.Write(html, content);
    }

    private static Markup Style()
    {
        using var stream = typeof(ReportPage).Assembly.GetManifestResourceStream("report.css")!;
        using var reader = new StreamReader(stream);
        return new Markup(reader.ReadToEnd());
    }
}
