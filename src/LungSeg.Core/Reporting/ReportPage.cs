using LungSeg.Core.Reporting.Html;
using LungSeg.Core.Reporting.Sections;

namespace LungSeg.Core.Reporting;

/// <summary>The page on a data set: sections in order, and the footer.</summary>
internal static class ReportPage
{
    private static readonly (string Id, string Name)[] Contents =
    [
        ("findings", "Findings"),
        ("inputs", "Files"),
        ("classes", "Classes"),
        ("lesions", "Lesions"),
        ("readers", "Readers"),
        ("hu", "HU"),
        ("threshold", "hu_array"),
        ("rows", "Rows"),
        ("leakage", "Leakage"),
        ("glossary", "Glossary"),
    ];

    public static void Write(ReportContent content, TextWriter output) =>
        new PageShell
        {
            Title = string.Join(" + ", content.Statistics.Inputs.Select(input => input.Stem)),
            Kind = "data set report",
            First = "findings",
            Contents = Contents,
        }.Write(
            output,
            html => WriteSections(html, content),
            html => ReportFooter.Write(html, "stats", content.Options, content.Statistics.Inputs, content.Digests)
        );

    private static void WriteSections(HtmlWriter html, ReportContent content)
    {
        GlanceSection.Write(html, content);
        FindingsSection.Write(html, content);
        InputsSection.Write(html, content);
        ClassesSection.Write(html, content);
        LesionsSection.Write(html, content);
        ReadersSection.Write(html, content);
        HuSection.Write(html, content);
        ThresholdSection.Write(html, content);
        RowsSection.Write(html, content);
        LeakageSection.Write(html, content);
        GlossarySection.Write(html, Glossary.All);
    }
}
