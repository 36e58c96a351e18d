using System.Globalization;
using LungSeg.Core.Bytes;

namespace LungSeg.Core.Statistics;

/// <summary>A condition on the figures of a row, for example <c>lesion_px>0 and stored==ok</c>.</summary>
/// <remarks>
/// Comparisons joined by <c>and</c> and <c>or</c>, upper or lower case; <c>and</c> binds more tightly. A comparison is a figure, one of ==
/// != &lt; &lt;= &gt; &gt;=, and a number or word. Where the row lacks the figure, or it is NaN, <c>!=</c> is true and every other
/// comparison is false.
/// </remarks>
public sealed class RowFilter
{
    private static readonly (string Sign, string Word)[] Signs = [("&&", "and"), ("||", "or")];
    private static readonly string[] Operators = ["==", "!=", "<=", ">=", "<", ">"];
    private readonly Comparison[][] _alternatives;

    private RowFilter(string text, Comparison[][] alternatives) => (Text, _alternatives) = (text, alternatives);

    /// <summary>The condition as it was written.</summary>
    public string Text { get; }

    /// <summary>Families of the figures that it compares.</summary>
    public FigureFamilies Needs =>
        _alternatives.SelectMany(all => all).Aggregate(FigureFamilies.None, (needs, one) => needs | one.Column.Family);

    /// <summary>Reads a condition.</summary>
    /// <exception cref="InvalidRequestException">The text is not a condition; the message says why.</exception>
    public static RowFilter Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        foreach (var (sign, word) in Signs)
        {
            if (text.Contains(sign, StringComparison.Ordinal))
            {
                throw new InvalidRequestException(
                    RequestParameter.RowFilter,
                    $"'{sign}' is not known; write '{word}', for example lesion_px>0 {word} stored==ok"
                );
            }
        }

        return new RowFilter(
            text,
            [.. Parts(text, "or").Select(alternative => Parts(alternative, "and").Select(ParseComparison).ToArray())]
        );
    }

    /// <summary>Whether it compares this figure.</summary>
    public bool LooksAt(string figure) => _alternatives.Any(all => all.Any(one => one.Column.Name == figure));

    /// <summary>Whether the condition is true for a row.</summary>
    public bool Holds(RowStatistics row) => _alternatives.Any(all => all.All(one => one.Holds(row)));

    private static IEnumerable<string> Parts(string text, string word)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var start = 0;
        for (var i = 0; i <= words.Length; i++)
        {
            if (i < words.Length && !words[i].Equals(word, StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }
            yield return string.Join(' ', words[start..i]);
            start = i + 1;
        }
    }

    private static Comparison ParseComparison(string text)
    {
        var found = Operators
            .Select(name => (Name: name, At: text.IndexOf(name, StringComparison.Ordinal)))
            .Where(one => one.At > 0)
            .OrderBy(one => one.At)
            .FirstOrDefault();
        if (found.Name is null)
        {
            throw new InvalidRequestException(
                RequestParameter.RowFilter,
                $"'{text}' is not a comparison; write for example lesion_px>0 and stored==ok"
            );
        }
        var name = text[..found.At].Trim();
        var value = text[(found.At + found.Name.Length)..].Trim().Trim('"', '\'');
        var column =
            FigureColumns.All.FirstOrDefault(known => known.Name == name)
            ?? throw new InvalidRequestException(
                RequestParameter.RowFilter,
                $"'{name}' is not a figure of a row",
                new RequestHint(RequestParameter.RowFilter, name)
            );
        if (value.Length == 0)
        {
            throw new InvalidRequestException(
                RequestParameter.RowFilter,
                $"'{text}' compares with nothing; write for example {name}{found.Name}1"
            );
        }
        if (column.Words is { Count: > 0 } words && !words.Contains(value))
        {
            throw new InvalidRequestException(
                RequestParameter.RowFilter,
                $"{name} is compared with '{value}', which it never is; it is {string.Join(", ", words)}"
            );
        }
        return column.Words is null
            ? new Comparison(column, found.Name, value, Number(name, value))
            : new Comparison(column, found.Name, value, null);
    }

    private static double Number(string name, string value) =>
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? number
            : throw new InvalidRequestException(RequestParameter.RowFilter, $"{name} is compared with '{value}', expected a number");

    private sealed class Comparison(FigureColumn column, string operation, string value, double? number)
    {
        public FigureColumn Column => column;

        public bool Holds(RowStatistics row) =>
            column.GetValue(row) switch
            {
                string text => Matches(string.CompareOrdinal(text, value)),
                long integer when number is { } than => Matches(((double)integer).CompareTo(than)),
                double figure when number is { } than && !double.IsNaN(figure) => Matches(figure.CompareTo(than)),
                _ => operation == "!=",
            };

        private bool Matches(int order) =>
            operation switch
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
