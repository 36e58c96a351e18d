using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace LungSeg.Core.Reporting.Html;

/// <summary>An interpolated text as HTML. There is no way to put in a text of the data without it being encoded.</summary>
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
