using System.Globalization;

namespace LungSeg.Cli.Output.Tables;

/// <summary>
/// Fits a table into a width. The least useful columns go first; where the others do not fit, the table is turned (columns down, rows
/// across), else its columns are split into several tables, else each row is a list.
/// </summary>
/// <remarks>No line is wider than the width, no number is broken, and no heading is cut.</remarks>
internal sealed class TableLayout
{
    private const int Gap = 2;
    private const int ComfortableText = 24;
    private const string Indent = "  ";

    private readonly TextTable _table;
    private readonly int _width;

    private TableLayout(TextTable table, int width) => (_table, _width) = (table, width);

    /// <summary>The lines of a table.</summary>
    public static IReadOnlyList<TableLine> Arrange(TextTable table, int width) => new TableLayout(table, width).Arrange();

    private TableLine[] Arrange()
    {
        var all = GridColumn.From(_table);
        var shown = all;
        while (Fit(shown, ComfortableText) is null && shown.Exists(column => column.Priority > 0))
        {
            shown = [.. shown];
            shown.Remove(shown.MaxBy(column => column.Priority)!);
        }

        var lines =
            (Fit(shown, ComfortableText) ?? Fit(shown, 0)) is { } widths ? Draw(shown, widths)
            : Turned(shown) is { } turned && Fit(turned, 0) is { } across ? Draw(turned, across)
            : Blocks(shown) ?? Blocks(Turned(shown)) ?? [.. Lists(shown)];
        return shown.Count == all.Count || _table.More is null
            ? [.. lines]
            : [.. lines, .. MoreLines(all.Count - shown.Count, WholeWidth(all))];
    }

    /// <summary>Widths of the columns; null where they do not fit. Text takes what numbers leave, up to its own width.</summary>
    private int[]? Fit(List<GridColumn> columns, int textWidth)
    {
        foreach (var isHeadingWhole in (bool[])[true, false])
        {
            var widths = columns.Select(column => column.MinWidth(textWidth, isHeadingWhole)).ToArray();
            var left = _width - widths.Sum() - (Gap * (columns.Count - 1));
            if (left < 0)
            {
                continue;
            }

            for (var i = 0; i < columns.Count; i++)
            {
                var more = columns[i].IsText ? Math.Min(left, columns[i].NaturalWidth - widths[i]) : 0;
                widths[i] += Math.Max(0, more);
                left -= Math.Max(0, more);
            }

            return widths;
        }

        return null;
    }

    /// <summary>Width that all columns need.</summary>
    private static int WholeWidth(List<GridColumn> columns) =>
        columns.Sum(column => column.MinWidth(ComfortableText, isHeadingWhole: false)) + (Gap * (columns.Count - 1));

    private static List<GridColumn>? Turned(List<GridColumn> columns) =>
        columns[0].Cells.Count == 0
            ? null
            :
            [
                new GridColumn(columns[0].Title, [.. columns.Skip(1).Select(column => column.Title)], IsText: true, 0, 8),
                .. columns[0]
                    .Cells.Select(
                        (name, row) =>
                            new GridColumn(
                                name,
                                [.. columns.Skip(1).Select(column => column.Cells[row])],
                                columns.Skip(1).All(column => column.IsText),
                                0,
                                8
                            )
                    ),
            ];

    private List<TableLine>? Blocks(List<GridColumn>? columns)
    {
        if (columns is null)
        {
            return null;
        }

        var lines = new List<TableLine>();
        for (var at = 1; at < columns.Count; )
        {
            var count = columns.Count - at;
            int[]? widths = null;
            List<GridColumn> block = [];
            for (; count > 0 && widths is null; count--)
            {
                block = [columns[0], .. columns.Skip(at).Take(count)];
                widths = Fit(block, 0);
            }

            if (widths is null)
            {
                return null;
            }

            lines.AddRange(at > 1 ? [default, .. Draw(block, widths)] : Draw(block, widths));
            at += block.Count - 1;
        }

        return lines;
    }

    private IEnumerable<TableLine> Lists(List<GridColumn> columns)
    {
        var titleWidth = columns.Skip(1).Select(column => column.Title.Length).DefaultIfEmpty().Max();
        for (var row = 0; row < columns[0].Cells.Count; row++)
        {
            foreach (var line in TextWrap.Break(columns[0].Cells[row], _width))
            {
                yield return new TableLine(line, TextStyle.Bold);
            }

            foreach (var column in columns.Skip(1))
            {
                foreach (var line in TextWrap.Break($"{Indent}{column.Title.PadRight(titleWidth)}  {column.Cells[row]}", _width, 4))
                {
                    yield return new TableLine(line, TextStyle.None);
                }
            }
        }
    }

    private static IEnumerable<TableLine> Draw(List<GridColumn> columns, int[] widths)
    {
        var headings = columns.Select((column, i) => TextWrap.Break(column.Title, widths[i])).ToArray();
        var height = headings.Max(heading => heading.Count);
        for (var i = 0; i < height; i++)
        {
            // Headings of fewer lines stand at the bottom, beside the figures.
            var line = headings.Select(heading => i - height + heading.Count is >= 0 and var at ? heading[at] : string.Empty);
            yield return new TableLine(Join(line, columns, widths), TextStyle.Bold);
        }

        yield return new TableLine(new string('\u2500', widths.Sum() + (Gap * (widths.Length - 1))), TextStyle.None);
        for (var row = 0; row < columns[0].Cells.Count; row++)
        {
            var cells = columns.Select((column, i) => TextWrap.Break(column.Cells[row], widths[i])).ToArray();
            for (var i = 0; i < cells.Max(cell => cell.Count); i++)
            {
                yield return new TableLine(
                    Join(cells.Select(cell => i < cell.Count ? cell[i] : string.Empty), columns, widths),
                    columns[0].Styles is { } styles ? styles[row] : TextStyle.None,
                    cells[0].ElementAtOrDefault(i)?.Length ?? 0
                );
            }
        }
    }

    private static string Join(IEnumerable<string> cells, List<GridColumn> columns, int[] widths) =>
        string.Join(Indent, cells.Select((cell, i) => columns[i].IsText ? cell.PadRight(widths[i]) : cell.PadLeft(widths[i]))).TrimEnd();

    private IEnumerable<TableLine> MoreLines(int count, int wide) =>
        TextWrap
            .Break(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{count} more {(count == 1 ? "column" : "columns")}: --width {wide}, --plain or {_table.More}"
                ),
                _width,
                2
            )
            .Select(line => new TableLine(line, TextStyle.None));
}

/// <summary>A line of a table.</summary>
/// <param name="Text">The line.</param>
/// <param name="Style">How its start is shown.</param>
/// <param name="Length">Characters that are shown so.</param>
internal readonly record struct TableLine(string Text, TextStyle Style, int Length = int.MaxValue);
