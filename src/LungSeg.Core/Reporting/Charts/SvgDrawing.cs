using System.Text;
using LungSeg.Core.Reporting.Html;

namespace LungSeg.Core.Reporting.Charts;

/// <summary>A picture of lines and texts. Colours are those of the page's style sheet, by class, so that they follow its theme.</summary>
/// <param name="size">Size of the picture.</param>
/// <param name="name">What a reader who cannot see it is told.</param>
internal sealed class SvgDrawing(ChartSize size, string name)
{
    /// <summary>
    /// Class of the style sheet that shows or hides the picture: one for wide pages, one for narrow ones, or the only one there is.
    /// </summary>
    public string Style { get; init; } = size.IsNarrow ? "narrow" : "wide";

    private readonly StringBuilder _content = new();

    /// <summary>A text; <paramref name="anchor"/> is start, middle or end.</summary>
    public void Text(double x, double y, string text, string anchor, string style = "t") =>
        Add(Markup.Format($"<text class=\"{style}\" x=\"{x}\" y=\"{y}\" text-anchor=\"{anchor}\">{text}</text>"));

    public void Line((double X, double Y) from, (double X, double Y) to, string style) =>
        Add(Markup.Format($"<path class=\"{style}\" d=\"M{from.X} {from.Y}L{to.X} {to.Y}\"/>"));

    public void Path(string shape, string style) => Add(Markup.Format($"<path class=\"{style}\" d=\"{shape}\"/>"));

    /// <summary>A rectangle that tells something when the mouse rests on it.</summary>
    public void Rectangle((double X, double Y, double Width, double Height) place, string style, string? tip = null)
    {
        var title = tip is null ? Markup.None : Markup.Format($"<title>{tip}</title>");
        Add(
            Markup.Format(
                $"<rect class=\"{style}\" x=\"{place.X}\" y=\"{place.Y}\" width=\"{place.Width}\" height=\"{place.Height}\">{title}</rect>"
            )
        );
    }

    public void Add(Markup markup) => _content.Append(markup.Html);

    /// <summary>The whole picture.</summary>
    public Markup Finish() =>
        Markup.Format(
            $"<svg class=\"{Style}\" viewBox=\"0 0 {size.Width} {size.Height}\" role=\"img\" "
                + $"aria-label=\"{name}\">{new Markup(_content.ToString())}</svg>"
        );
}
