namespace LungSeg.Cli.Output.Tables;

/// <summary>A column of a table.</summary>
/// <param name="Title">Heading for people.</param>
/// <param name="Name">Stable heading of <c>--plain</c>, in snake_case.</param>
/// <param name="Priority">0 for a column that always stays; the highest number goes first where the columns do not fit.</param>
/// <param name="IsText">Whether cells are text, which may be wrapped and stands left; numbers are never broken and stand right.</param>
/// <param name="MinWidth">Width under which text of the column is not squeezed.</param>
internal sealed record TextColumn(string Title, string Name, int Priority = 0, bool IsText = false, int MinWidth = 12)
{
    /// <summary>A column of text.</summary>
    public static TextColumn Text(string title, string name, int priority = 0, int minWidth = 12) =>
        new(title, name, priority, IsText: true, minWidth);
}
