namespace LungSeg.Cli.Output.Tables;

/// <summary>A table for people, or for <c>awk</c> and <c>cut</c>. <see cref="TableLayout"/> makes it fit a width.</summary>
/// <param name="columns">The columns; the first names the rows, and stays.</param>
internal sealed class TextTable(params IReadOnlyList<TextColumn> columns)
{
    private readonly List<IReadOnlyList<TextCell>> _rows = [];

    public IReadOnlyList<TextColumn> Columns => columns;

    public IReadOnlyList<IReadOnlyList<TextCell>> Rows => _rows;

    /// <summary>Where columns that do not fit can be seen besides; null where the page says it.</summary>
    public string? More { get; init; } = "--json";

    /// <summary>Adds a row: one cell for each column.</summary>
    public void Add(params IReadOnlyList<TextCell> cells)
    {
        System.Diagnostics.Debug.Assert(cells.Count == columns.Count, "a row has a cell for each column");
        _rows.Add(cells);
    }

    /// <summary>The stable form: a heading and a line for each row, tab-separated, all columns.</summary>
    public IEnumerable<string> PlainLines() =>
        _rows
            .Select(row => string.Join('\t', row.Select(cell => cell.Plain)))
            .Prepend(string.Join('\t', columns.Select(column => column.Name)));
}
