using System.Globalization;
using System.Numerics;
using LungSeg.Core.Formats.Arrays;

namespace LungSeg.Core.Formats;

/// <summary>
/// The text by which ids of patients, series and slices are compared, whatever type they have: 1, 1.0, '1' and '1.0' are one id; '01' and
/// '1e5' are texts of their own.
/// </summary>
internal static class IdText
{
    /// <summary>The id in a cell; null where it is missing, or of a kind that is not read.</summary>
    public static string? From(Cell cell) =>
        cell.Value switch
        {
            null or ArrayInfo => null,
            string text => From(text),
            double number => From(number),
            bool value => value ? "True" : "False",
            IFormattable value => value.ToString(null, CultureInfo.InvariantCulture),
            var other => From(other.ToString() ?? string.Empty),
        };

    /// <summary>Whether a cell holds something that is neither missing nor an id.</summary>
    public static bool IsUnread(Cell cell) => cell.Kind != CellKind.Missing && cell.Value is null or ArrayInfo;

    /// <summary>An id that is written as text; null where it is empty.</summary>
    public static string? From(string text)
    {
        if (text.Length == 0)
        {
            return null;
        }
        var point = text.IndexOf('.', StringComparison.Ordinal);
        return point > 0 && IsInteger(text.AsSpan(0, point)) && IsZeros(text.AsSpan(point + 1)) ? WithoutSignOfZero(text[..point]) : text;
    }

    /// <summary>A column's name without capitals and separators: <c>Patient_ID</c> and <c>patient_id</c> are alike.</summary>
    public static string PlainName(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant();

    private static string? From(double number) =>
        double.IsNaN(number) ? null
        : double.IsInteger(number) ? new BigInteger(number).ToString(CultureInfo.InvariantCulture)
        : number.ToString("R", CultureInfo.InvariantCulture);

    private static bool IsInteger(ReadOnlySpan<char> text)
    {
        var digits = text.StartsWith("-") ? text[1..] : text;
        return digits.Length > 0 && digits.IndexOfAnyExceptInRange('0', '9') < 0 && (digits.Length == 1 || digits[0] != '0');
    }

    private static bool IsZeros(ReadOnlySpan<char> text) => text.Length > 0 && text.IndexOfAnyExcept('0') < 0;

    private static string WithoutSignOfZero(string number) => number == "-0" ? "0" : number;
}
