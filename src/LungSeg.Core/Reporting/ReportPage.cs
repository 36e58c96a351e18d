using LungSeg.Core.Model;
using LungSeg.Core.Reporting.Html;
using LungSeg.Core.Reporting.Sections;

namespace LungSeg.Core.Reporting;

/// <summary>The page: its head, its sections in order, its foot.</summary>
internal static class ReportPage
{
    private const string Policy = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

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
            $"<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" "
                + $"content=\"{new Markup(Policy)}\">"
        );
        html.Line(
            $"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light "
                + $"dark\">\n<link rel=\"icon\" href=\"data:,\">"
        );
        html.Line($"<title>{title} – LungSeg report</title>\n<style>\n{Style()}</style>\n</head>\n<body>");
        html.Line($"<a class=\"skip\" href=\"#main\">Skip to the findings</a>");
        html.Line($"<header><p class=\"tool\">LungSeg {ToolVersion.Text} <span>data set report</span></p><h1>{title}</h1>");
        html.Line(
            $"<nav aria-label=\"Sections\"><ul>"
                + $"{Markup.Join(Contents.Where(entry => main.Sections.Contains(entry.Id)).Select(entry => Markup.Of($"<li><a href=\"#{entry.Id}\">{entry.Name}</a></li>")))}</ul></nav></header>"
        );
        html.Line($"<main id=\"main\">");
        output.Write(text.GetStringBuilder());
        html.Line(
            $"</main>\n<footer><p>Written by lungseg {ToolVersion.Text} with <code>lungseg stats --report</code>. Not for clinical "
                + $"use: no figure here may guide the care of a patient.</p></footer>\n</body>\n</html>"
        );
    }

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
