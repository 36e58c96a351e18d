namespace LungSeg.Core.Reporting.Html;

/// <summary>Writes a page piece by piece.</summary>
internal sealed class HtmlWriter(TextWriter output)
{
    private readonly List<string> _sections = [];

    /// <summary>Ids of the sections written so far.</summary>
    public IReadOnlyList<string> Sections => _sections;

    /// <summary>Writes a line of HTML. The literal parts are markup; interpolated values are encoded.</summary>
    public void Line(HtmlText text)
    {
        output.Write(text.Finish());
        output.Write('\n');
    }

    /// <summary>Starts a section with its heading.</summary>
    public void OpenSection(string id, string heading, string lead)
    {
        _sections.Add(id);
        Line($"<section id=\"{id}\" aria-labelledby=\"{id}-heading\"><h2 id=\"{id}-heading\">{heading}</h2><p class=\"lead\">{lead}</p>");
    }

    /// <summary>Ends a section.</summary>
    public void CloseSection() => Line($"</section>");
}
