using System.Globalization;

namespace LungSeg.Core.Reporting.Html;

/// <summary>Formats figures for people. The markup also holds the exact value and its place in the JSON of the command.</summary>
internal static class Figures
{
    private const string Nothing = "–";
    private const char Minus = '\u2212';

    // A narrow no-break space between groups of digits, as ISO 80000 requires.
    private static readonly NumberFormatInfo Grouped = new() { NumberGroupSeparator = "\u202F", NumberGroupSizes = [3] };

    /// <summary>A count.</summary>
    public static Markup Integer(FigureKey key, long? value) =>
        value is { } count ? Data(key, count.ToString(CultureInfo.InvariantCulture), Text(count)) : Missing;

    /// <summary>A number with decimals as <paramref name="format"/> says.</summary>
    public static Markup Number(FigureKey key, double? value, string format = "#,0.#") =>
        value is { } number && double.IsFinite(number) ? Data(key, Exact(number), Text(number, format)) : Missing;

    /// <summary>A share, in percent.</summary>
    public static Markup Share(FigureKey key, double? value) =>
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

    private static Markup Data(FigureKey key, string value, string shown) =>
        Markup.Format($"<data{key.Attributes} value=\"{value}\">{shown}</data>");
}

/// <summary>Place of a figure in the JSON of the command that writes the page.</summary>
/// <param name="Path">Names from the document on, or from the input's entry on; null where the JSON lacks the figure.</param>
/// <param name="Input">
/// The input whose entry in <c>by</c> of <c>stats --by input</c> it is in, or the model whose entry in <c>predictions</c> of
/// <c>evaluate</c>; null for the document itself.
/// </param>
internal readonly record struct FigureKey(string? Path, string? Input = null)
{
    /// <summary>The place as attributes of an element, with a space before them.</summary>
    public Markup Attributes =>
        this switch
        {
            (null, _) => Markup.None,
            ({ } path, null) => Markup.Format($" data-key=\"{path}\""),
            ({ } path, { } input) => Markup.Format($" data-input=\"{input}\" data-key=\"{path}\""),
        };

    public static implicit operator FigureKey(string path) => new(path);
}
