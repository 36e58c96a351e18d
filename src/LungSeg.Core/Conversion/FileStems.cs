using System.Globalization;
using LungSeg.Core.Datasets;

namespace LungSeg.Core.Conversion;

/// <summary>Names of rows in file names. Nothing of an input's name can leave the output folder or mean something to a shell.</summary>
internal sealed class FileStems
{
    private const int MostLetters = 100;
    private readonly Dictionary<string, string> _safeOf = [];

    public FileStems(IReadOnlyList<DatasetInput> inputs)
    {
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var input in inputs)
        {
            var safe = Safe(input.Stem);
            var unique = safe;
            for (var count = 2; !taken.Add(unique); count++)
                unique = string.Create(CultureInfo.InvariantCulture, $"{safe}-{count}");
            _safeOf[input.Stem] = unique;
        }
    }

    /// <summary>For example <c>lung_cancer_train_00017</c>.</summary>
    public string Of(DatasetRow row) => CaseName.Of(_safeOf[row.Input.Stem], row.Index);

    /// <summary>The text with every character but ASCII letters, digits, - and _ replaced by _; never empty.</summary>
    public static string Safe(string text)
    {
        var letters = text.Take(MostLetters).Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' ? c : '_').ToArray();
        return letters.Length == 0 ? "_" : new string(letters);
    }
}
