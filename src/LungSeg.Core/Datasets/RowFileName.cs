using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace LungSeg.Core.Datasets;

/// <summary>A row's name as part of a file name: <c>lung_cancer_train_00017</c> for <c>lung_cancer_train:17</c>.</summary>
public static class RowFileName
{
    private const int Digits = 5;

    /// <summary>Stem and index of a row name.</summary>
    /// <exception cref="ArgumentException">The text is not a row name.</exception>
    public static (string Stem, long Index) Parse(string row)
    {
        ArgumentNullException.ThrowIfNull(row);
        var colon = row.LastIndexOf(':');
        return colon >= 0 && long.TryParse(row.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            ? (row[..colon], index)
            : throw new ArgumentException($"'{row}' is not a row name; expected stem:index", nameof(row));
    }

    /// <summary>File name, without extension, of the row at <paramref name="index"/> of an input.</summary>
    public static string Format(string stem, long index) => string.Create(CultureInfo.InvariantCulture, $"{stem}_{index:D5}");

    /// <summary>The row name that a file name without extension stands for; false where it stands for none.</summary>
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

/// <summary>
/// Creates file names of rows. Whatever the inputs are called, a name stays in the output folder and means nothing to a shell.
/// </summary>
internal sealed class RowFileNames
{
    private const int MaxLetters = 100;
    private readonly Dictionary<string, string> _safeOf = new(StringComparer.Ordinal);

    /// <summary>File names for the rows of inputs with these stems. Where two stems become equal, the later one gets a number.</summary>
    public RowFileNames(IEnumerable<string> stems)
    {
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var stem in stems.Distinct(StringComparer.Ordinal))
        {
            var safe = Safe(stem);
            var unique = safe;
            for (var count = 2; !taken.Add(unique); count++)
            {
                unique = string.Create(CultureInfo.InvariantCulture, $"{safe}-{count}");
            }
            _safeOf[stem] = unique;
        }
    }

    /// <summary>File names for rows with these names.</summary>
    /// <exception cref="ArgumentException">A text is not a row name.</exception>
    public static RowFileNames FromRows(IEnumerable<string> rows) => new(rows.Select(row => RowFileName.Parse(row).Stem));

    /// <summary>For example <c>lung_cancer_train_00017</c> for <c>lung_cancer_train:17</c>.</summary>
    /// <exception cref="ArgumentException">The text is not a row name.</exception>
    public string Get(string row)
    {
        var (stem, index) = RowFileName.Parse(row);
        return RowFileName.Format(_safeOf[stem], index);
    }

    /// <summary>The text with every character but ASCII letters, digits, - and _ replaced by _; never empty.</summary>
    public static string Safe(string text)
    {
        var letters = text.Take(MaxLetters).Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' ? c : '_').ToArray();
        return letters.Length == 0 ? "_" : new string(letters);
    }
}
