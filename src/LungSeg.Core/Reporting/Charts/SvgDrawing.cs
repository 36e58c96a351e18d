using System.Text;
using LungSeg.Core.Reporting.Html;

namespace LungSeg.Core.Reporting.Charts;

/// <summary>Builds an SVG picture. Colours come from CSS classes, so that they follow the page's theme.</summary>
/// <param name="size">Size of the picture.</param>
/// <param name="name">Text alternative for screen readers.</param>
internal sealed class SvgDrawing(ChartSize size, string name)
{
    /// <summary>CSS class of the picture. The classes <c>wide</c> and <c>narrow</c> are shown on wide and on narrow pages only.</summary>
    public string Style { get; init; } = size.IsNarrow ? "narrow" : "wide";

    private readonly StringBuilder _content = new();

    /// <summary>A text; <paramref name="anchor"/> is start, middle or end.</summary>
    public void Text(double x, double y, string text, string anchor, string style = "t") =>
        Add(Markup.Format($"<text class=\"{style}\" x=\"{x}\" y=\"{y}\" text-anchor=\"{anchor}\">{text}</text>"));

    public void Line((double X, double Y) from, (double X, double Y) to, string style) =>
        Add(Markup.Format($"<path class=\"{style}\" d=\"M{from.X} {from.Y}L{to.X} {to.Y}\"/>"));

    public void Path(string shape, string style) => Add(Markup.Format($"<path class=\"{style}\" d=\"{shape}\"/>"));

    public void Circle((double X, double Y) centre, double radius, string style) =>
        Add(Markup.Format($"<circle class=\"{style}\" cx=\"{centre.X}\" cy=\"{centre.Y}\" r=\"{radius}\"/>"));

    /// <summary>A rectangle, with a tooltip where <paramref name="tip"/> is not null.</summary>
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

    /// <summary>The finished picture.</summary>
    public Markup Finish() =>
        Markup.Format(
            $"<svg class=\"{Style}\" viewBox=\"0 0 {size.Width} {size.Height}\" role=\"img\" "
                + $"aria-label=\"{name}\">{new Markup(_content.ToString())}</svg>"
        );
}
