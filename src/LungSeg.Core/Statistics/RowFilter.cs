using System.Globalization;

namespace LungSeg.Core.Statistics;

/// <summary>A condition on the figures of a row, for example <c>lesion_px>0 and stored==ok</c>.</summary>
/// <remarks>
/// Comparisons joined by <c>and</c> and <c>or</c>, of which <c>and</c> binds more tightly. A comparison is a figure, one of
/// == != &lt; &lt;= &gt; &gt;=, and a number or word. One with a figure that the row does not have is false, but for <c>!=</c>.
/// </remarks>
public sealed class RowFilter
{
    private static readonly string[] Operators = ["==", "!=", "<=", ">=", "<", ">"];
    private readonly Comparison[][] _alternatives;

    private RowFilter(string text, Comparison[][] alternatives) => (Text, _alternatives) = (text, alternatives);

    /// <summary>The condition as it was written.</summary>
    public string Text { get; }

    /// <summary>Families of figures that it looks at.</summary>
    public FigureFamilies Needs => _alternatives.SelectMany(all => all).Aggregate(FigureFamilies.None, (needs, one) => needs | one.Column.Family);

    /// <summary>Reads a condition.</summary>
    /// <exception cref="FormatException">It is not understood; the message says what.</exception>
    public static RowFilter Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new RowFilter(text, [.. Parts(text, "or").Select(alternative => Parts(alternative, "and").Select(ParseComparison).ToArray())]);
    }

    /// <summary>Whether a row fulfils it.</summary>
    public bool Holds(RowStatistics row) => _alternatives.Any(all => all.All(one => one.Holds(row)));

    private static IEnumerable<string> Parts(string text, string word)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var start = 0;
        for (var i = 0; i <= words.Length; i++)
        {
            if (i < words.Length && words[i] != word)
                continue;
            yield return string.Join(' ', words[start..i]);
            start = i + 1;
        }
    }

    private static Comparison ParseComparison(string text)
    {
        var found = Operators.Select(name => (Name: name, At: text.IndexOf(name, StringComparison.Ordinal))).Where(one => one.At > 0).OrderBy(one => one.At).FirstOrDefault();
        if (found.Name is null)
            throw new FormatException($"'{text}' is no comparison; write for example lesion_px>0 and stored==ok");
        var name = text[..found.At].Trim();
        var value = text[(found.At + found.Name.Length)..].Trim().Trim('"', '\'');
        var column = RowColumns.All.FirstOrDefault(known => known.Name == name)
            ?? throw new FormatException($"'{name}' is no figure of a row; there are {string.Join(", ", RowColumns.All.Select(known => known.Name))}");
        if (value.Length == 0)
            throw new FormatException($"'{text}' compares with nothing; write for example {name}{found.Name}1");
        return new Comparison(column, found.Name, value);
    }

    private sealed class Comparison(RowColumn column, string operation, string value)
    {
        private readonly double? _number = double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

        public RowColumn Column => column;

        public bool Holds(RowStatistics row) => column.ValueOf(row) switch
        {
            null => operation == "!=",
            string text => Matches(string.CompareOrdinal(text, value)),
            long whole when _number is { } than => Matches(((double)whole).CompareTo(than)),
            double figure when _number is { } than => Matches(figure.CompareTo(than)),
            _ => operation == "!=",
        };

        private bool Matches(int order) => operation switch
        {
            "==" => order == 0,
            "!=" => order != 0,
            "<" => order < 0,
            "<=" => order <= 0,
            ">" => order > 0,
            _ => order >= 0,
        };
    }
}
