using System.Globalization;

namespace LungSeg.Core.Datasets;

/// <summary>Names of rows in file names. Nothing of an input's name can leave the output folder or mean something to a shell.</summary>
internal sealed class CaseNames
{
    private const int MaxLetters = 100;
    private readonly Dictionary<string, string> _safeOf = new(StringComparer.Ordinal);

    /// <summary>Names for the rows of inputs with these stems. Stems that would come out the same get a number, in their order.</summary>
    public CaseNames(IEnumerable<string> stems)
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

    /// <summary>Names for rows of these names.</summary>
    /// <exception cref="ArgumentException">A text is no row name.</exception>
    public static CaseNames FromRows(IEnumerable<string> rows) => new(rows.Select(row => CaseName.Parse(row).Stem));

    /// <summary>For example <c>lung_cancer_train_00017</c> for <c>lung_cancer_train:17</c>.</summary>
    /// <exception cref="ArgumentException">The text is no row name.</exception>
    public string Get(string row)
    {
        var (stem, index) = CaseName.Parse(row);
        return CaseName.Format(_safeOf[stem], index);
    }

    /// <summary>The text with every character but ASCII letters, digits, - and _ replaced by _; never empty.</summary>
    public static string Safe(string text)
    {
        var letters = text.Take(MaxLetters).Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' ? c : '_').ToArray();
        return letters.Length == 0 ? "_" : new string(letters);
    }
}
