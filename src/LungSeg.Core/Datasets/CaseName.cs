using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace LungSeg.Core.Datasets;

/// <summary>The name of a row in file names: <c>lung_cancer_train_00017</c> for <c>lung_cancer_train:17</c>.</summary>
public static class CaseName
{
    private const int Digits = 5;

    /// <summary>Stem and index of a row name.</summary>
    /// <exception cref="ArgumentException">The text is no row name.</exception>
    public static (string Stem, long Index) Parse(string row)
    {
        ArgumentNullException.ThrowIfNull(row);
        var colon = row.LastIndexOf(':');
        return colon >= 0 && long.TryParse(row.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            ? (row[..colon], index)
            : throw new ArgumentException($"'{row}' is no row name; expected stem:index", nameof(row));
    }

    /// <summary>Case name of the row at <paramref name="index"/> of an input.</summary>
    public static string Format(string stem, long index) => string.Create(CultureInfo.InvariantCulture, $"{stem}_{index:D5}");

    /// <summary>Row name of a case name; false where the text is none.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out string? row)
    {
        ArgumentNullException.ThrowIfNull(text);
        row = null;
        var underscore = text.LastIndexOf('_');
        var digits = text.AsSpan(underscore + 1);
        if (
            underscore < 0
            || digits.Length < Digits
            || !long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
        )
        {
            return false;
        }
        row = string.Create(CultureInfo.InvariantCulture, $"{text.AsSpan(0, underscore)}:{index}");
        return true;
    }
}
