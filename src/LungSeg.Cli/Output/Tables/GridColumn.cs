namespace LungSeg.Cli.Output.Tables;

/// <summary>A column as it is laid out: of the table as it is, or turned.</summary>
/// <param name="Title">Heading.</param>
/// <param name="Cells">Texts, from the top.</param>
/// <param name="IsText">Whether cells may be wrapped, and stand left.</param>
/// <param name="Priority">0 for a column that stays.</param>
/// <param name="LeastText">Width under which text is not squeezed.</param>
internal sealed record GridColumn(string Title, IReadOnlyList<string> Cells, bool IsText, int Priority, int LeastText)
{
    // A longer word of a heading may be broken, as a name of a class is that stands in the heading.
    private const int LongestHeadingWord = 14;

    /// <summary>Width that leaves heading and cells whole.</summary>
    public int NaturalWidth { get; } = Cells.Append(Title).Max(cell => cell.Length);

    /// <summary>How the cells are shown; null for plain text.</summary>
    public IReadOnlyList<TextStyle>? Styles { get; init; }

    public static List<GridColumn> From(TextTable table) =>
        [
            .. table.Columns.Select(
                (column, i) =>
                    new GridColumn(
                        column.Title,
                        [.. table.Rows.Select(row => row[i].Text)],
                        column.IsText,
                        column.Priority,
                        column.MinWidth
                    )
                    {
                        Styles = [.. table.Rows.Select(row => row[i].Style)],
                    }
            ),
        ];

    /// <summary>Minimum width.</summary>
    /// <param name="textWidth">Width that text should have if it is that long.</param>
    /// <param name="isHeadingWhole">Whether the heading of numbers stays on one line.</param>
    public int MinWidth(int textWidth, bool isHeadingWhole)
    {
        var heading = Math.Max(Math.Min(TextWrap.LongestWord(Title), LongestHeadingWord), TextWrap.LongestNumber(Title));
        return IsText
            ? Math.Max(
                heading,
                Math.Max(
                    Math.Min(NaturalWidth, Math.Max(textWidth, LeastText)),
                    Cells.Select(TextWrap.LongestNumber).DefaultIfEmpty().Max()
                )
            )
            : Math.Max(isHeadingWhole ? Title.Length : heading, Cells.Select(cell => cell.Length).DefaultIfEmpty().Max());
    }
}
