using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace LungSeg.Core.Reporting.Html;

/// <summary>A piece of HTML, already encoded.</summary>
internal readonly record struct Markup(string Html)
{
    /// <summary>Nothing.</summary>
    public static Markup None { get; } = new(string.Empty);

    /// <summary>HTML from an interpolated text. The literal parts are markup; interpolated values are encoded.</summary>
    public static Markup Format(HtmlText text) => new(text.Finish());

    /// <summary>Several pieces, one after another.</summary>
    public static Markup Join(IEnumerable<Markup> pieces) => new(string.Concat(pieces.Select(piece => piece.Html)));
}

/// <summary>Interpolated string handler that encodes values for HTML, unless they are <see cref="Markup"/>.</summary>
[InterpolatedStringHandler]
internal readonly ref struct HtmlText
{
    private readonly StringBuilder _html;

    public HtmlText(int literalLength, int formattedCount) => _html = new StringBuilder(literalLength + (16 * formattedCount));

    public void AppendLiteral(string markup) => _html.Append(markup);

    public void AppendFormatted(string? text) => HtmlEncoding.Append(_html, text);

    public void AppendFormatted(Markup markup) => _html.Append(markup.Html);

    public void AppendFormatted(long number) => _html.Append(number.ToString(CultureInfo.InvariantCulture));

    /// <summary>A coordinate: at most two decimals.</summary>
    public void AppendFormatted(double number) => _html.Append(number.ToString("0.##", CultureInfo.InvariantCulture));

    public string Finish() => _html.ToString();
}
