using LungSeg.Core.Reporting.Html;

namespace LungSeg.Core.Reporting.Sections;

/// <summary>What the words of the page mean.</summary>
internal static class GlossarySection
{
    public static void Write(HtmlWriter html, IEnumerable<Term> terms)
    {
        html.OpenSection(
            "glossary",
            "Glossary",
            "What the words mean. Where they stand on the page, their meaning is shown on hovering too."
        );
        html.Line($"<dl class=\"glossary\">");
        foreach (var term in terms)
        {
            html.Line($"<div><dt id=\"{term.Anchor}\">{term.Name}</dt><dd>{term.Text}</dd></div>");
        }
        html.Line($"</dl>");
        html.CloseSection();
    }
}
