using System.Globalization;

namespace LungSeg.Core.Reporting.Html;

/// <summary>Formats figures for people. The markup also holds the exact value and its path in the JSON of <c>stats</c>.</summary>
internal static class Figures
{
    private const string Nothing = "–";
    private const char Minus = '\u2212';

    // A narrow no-break space between groups of digits, as ISO 80000 requires.
    private static readonly NumberFormatInfo Grouped = new() { NumberGroupSeparator = "\u202F", NumberGroupSizes = [3] };

    /// <summary>A count.</summary>
    public static Markup Integer(string key, long? value) =>
        value is { } count ? Data(key, count.ToString(CultureInfo.InvariantCulture), Text(count)) : Missing;

    /// <summary>A number with decimals as <paramref name="format"/> says.</summary>
    public static Markup Number(string key, double? value, string format = "#,0.#") =>
        value is { } number && double.IsFinite(number) ? Data(key, Exact(number), Text(number, format)) : Missing;

    /// <summary>A share, in percent.</summary>
    public static Markup Share(string key, double? value) =>
        value is { } share && double.IsFinite(share) ? Data(key, Exact(share), Percent(share)) : Missing;

    /// <summary>A count in groups of three digits.</summary>
    public static string Text(long count) => count.ToString("#,0", Grouped).Replace('-', Minus);

    /// <summary>A number.</summary>
    public static string Text(double number, string format = "#,0.#") => number.ToString(format, Grouped).Replace('-', Minus);

    /// <summary>A share in percent.</summary>
    public static string Percent(double share) => Text(100 * share, "0.0") + "\u00A0%";

    /// <summary>A count with its noun, in singular or plural.</summary>
    public static string Count(long count, string one, string many) => $"{Text(count)} {(count == 1 ? one : many)}";

    private static Markup Missing { get; } = Markup.Format($"<span class=\"none\" title=\"no value\">{Nothing}</span>");

    private static string Exact(double number) => number.ToString("R", CultureInfo.InvariantCulture);

    private static Markup Data(string key, string value, string shown) =>
        Markup.Format($"<data data-key=\"{key}\" value=\"{value}\">{shown}</data>");
}
