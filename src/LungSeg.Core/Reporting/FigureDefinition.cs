using LungSeg.Core.Reporting.Html;

namespace LungSeg.Core.Reporting;

/// <summary>What a figure means.</summary>
/// <param name="Name">What it is called on the page.</param>
/// <param name="Text">How it is worked out.</param>
internal sealed record FigureDefinition(string Name, string Text)
{
    /// <summary>The definition behind a line that opens it.</summary>
    public Markup Folded =>
        Markup.Format($"<details class=\"def\"><summary>Definition<span class=\"name\">: {Name}</span></summary><p>{Text}</p></details>");
}
