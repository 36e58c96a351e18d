using System.Globalization;
using System.Text.RegularExpressions;
using LungSeg.Core.Formats;
using LungSeg.Core.Model;

namespace LungSeg.Core.Datasets;

/// <summary>A column of a table that is joined to rows.</summary>
/// <param name="Name">Name.</param>
/// <param name="Storage">pandas' name of its type.</param>
/// <param name="Kind">Kind of its cells that are not missing; null where they differ.</param>
/// <param name="Cells">The cells.</param>
internal sealed partial record JoinColumn(string Name, string Storage, CellKind? Kind, IReadOnlyList<Cell> Cells)
{
    /// <summary>Columns of ours that hold text, whatever it looks like: an id 007 is not 7.</summary>
    private static readonly string[] Texts =
    [
        JoinKeys.Key,
        JoinKeys.Row,
        DatasetColumns.Label,
        "label",
        .. DatasetColumns.All.Except([
            DatasetColumns.PositionMm,
            DatasetColumns.RowSpacingMm,
            DatasetColumns.ColumnSpacingMm,
            DatasetColumns.ThicknessMm,
        ]),
    ];

    /// <summary>
    /// A column of a text file: integers, real numbers or true and false where all its values are, else text. An empty text is missing.
    /// </summary>
    public static JoinColumn FromTexts(string name, IReadOnlyList<string> texts)
    {
        var hasMissing = texts.Contains(string.Empty);
        if (!Texts.Contains(name.ToLowerInvariant()) && texts.Any(text => text.Length > 0))
        {
            if (Parse(texts, CellKind.Number, text => IsInteger(text, out var number) ? number : null) is { } integers)
            {
                return new JoinColumn(name, hasMissing ? "Int64" : "int64", CellKind.Number, integers);
            }
            if (Parse(texts, CellKind.Number, text => IsReal(text, out var number) ? number : null) is { } reals)
            {
                return new JoinColumn(name, "float64", CellKind.Number, reals);
            }
            if (Parse(texts, CellKind.Bool, text => bool.TryParse(text, out var flag) ? flag : null) is { } flags)
            {
                return new JoinColumn(name, hasMissing ? "boolean" : "bool", CellKind.Bool, flags);
            }
        }
        return new JoinColumn(name, "object", CellKind.Text, Parse(texts, CellKind.Text, text => text)!);
    }

    /// <summary>A column of a table; null where a cell is not read, as an array is not.</summary>
    public static JoinColumn? FromTable(TableColumn column, long rows)
    {
        var cells = new Cell[rows];
        for (var row = 0L; row < rows; row++)
        {
            cells[row] = column[row] is { Kind: not CellKind.Missing, Value: not ("" or double.NaN) } cell ? cell : Cell.Missing;
            if (cells[row].Kind != CellKind.Missing && (cells[row].Value is null || cells[row].Array is not null))
            {
                return null;
            }
        }
        return new JoinColumn(column.Name, column.Storage, column.CommonKind, cells);
    }

    private static Cell[]? Parse(IReadOnlyList<string> texts, CellKind kind, Func<string, object?> parse)
    {
        var cells = new Cell[texts.Count];
        for (var line = 0; line < texts.Count; line++)
        {
            if (texts[line].Length == 0)
            {
                cells[line] = Cell.Missing;
            }
            else if (parse(texts[line]) is { } value)
            {
                cells[line] = new Cell(kind, value);
            }
            else
            {
                return null;
            }
        }

        return cells;
    }

    /// <summary>Whether a text is an integer of 64 bits as it is written from one: 01, +1 and -0 are not.</summary>
    private static bool IsInteger(string text, out long number) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number)
        && number.ToString(CultureInfo.InvariantCulture) == text;

    private static bool IsReal(string text, out double number) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && RealNumber().IsMatch(text) && IsExact(text);

    /// <summary>Whether float64 holds a text that is an integer without fraction.</summary>
    private static bool IsExact(string text) =>
        text.AsSpan().ContainsAny('.', 'e', 'E')
        || (IsInteger(text, out var number) && Math.Abs((double)number) <= 1L << 53)
        || text == "-0";

    [GeneratedRegex(@"^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?$", RegexOptions.CultureInvariant)]
    private static partial Regex RealNumber();
}
