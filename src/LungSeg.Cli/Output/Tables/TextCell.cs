using System.Globalization;
using LungSeg.Core.Bytes;

namespace LungSeg.Cli.Output.Tables;

/// <summary>A cell of a table.</summary>
/// <param name="Text">What people read.</param>
/// <param name="Plain">What <c>--plain</c> prints: numbers in full and without unit, nothing where there is no value.</param>
/// <param name="Style">How it is shown, where it is the first of its row.</param>
internal readonly record struct TextCell(string Text, string Plain, TextStyle Style = TextStyle.None)
{
    private const string Nothing = "-";

    /// <summary>A cell without a value.</summary>
    public static TextCell Empty { get; } = new(string.Empty, string.Empty);

    /// <summary>Text from a file or of ours, made fit for one line.</summary>
    public static implicit operator TextCell(string text)
    {
        var shown = PrintableText.Escape(text);
        return new(shown, shown);
    }

    /// <summary>An integer.</summary>
    public static implicit operator TextCell(long value)
    {
        var text = value.ToString(CultureInfo.InvariantCulture);
        return new(text, text);
    }

    /// <summary>A number with a format for people.</summary>
    public static TextCell Number(double? value, string format = "0.#") =>
        value is { } number
            ? new(number.ToString(format, CultureInfo.InvariantCulture), number.ToString("R", CultureInfo.InvariantCulture))
            : new(Nothing, string.Empty);

    /// <summary>A share from 0 to 1, for people in percent.</summary>
    public static TextCell Percent(double? share) =>
        share is { } of
            ? new((100 * of).ToString("0.0", CultureInfo.InvariantCulture) + " %", of.ToString("R", CultureInfo.InvariantCulture))
            : new(Nothing, string.Empty);
}
