using LungSeg.Core.Reporting.Html;
using LungSeg.Core.Reporting.Sections;

namespace LungSeg.Core.Reporting.Predictions;

/// <summary>The page on predicted masks: sections in order, and the footer.</summary>
internal static class PredictionPage
{
    private static readonly (string Id, string Name)[] Contents =
    [
        ("figures", "By class"),
        ("differences", "Differences"),
        ("sizes", "Sizes"),
        ("empty", "Empty masks"),
        ("trained", "Leakage"),
        ("rows", "Rows"),
        ("suspects", "Suspects"),
        ("glossary", "Glossary"),
    ];

    public static void Write(PredictionContent content, TextWriter output) =>
        new PageShell
        {
            Title =
                string.Join(", ", content.Models.Select(model => model.Figures.Name))
                + " on "
                + string.Join(" + ", content.Data.Inputs.Select(input => input.Stem)),
            Kind = "predictions judged",
            First = "figures",
            Contents = Contents,
        }.Write(
            output,
            html => WriteSections(html, content),
            html => ReportFooter.Write(html, "evaluate", content.Data.Options, content.Data.Inputs, null)
        );

    private static void WriteSections(HtmlWriter html, PredictionContent content)
    {
        ModelsGlance.Write(html, content);
        FiguresSection.Write(html, content);
        DifferencesSection.Write(html, content);
        SizesSection.Write(html, content);
        EmptyMasksSection.Write(html, content);
        TrainedSection.Write(html, content);
        JudgedRowsSection.Write(html, content);
        SuspectsSection.Write(html, content);
        GlossarySection.Write(html, PredictionTerms.All);
    }
}
