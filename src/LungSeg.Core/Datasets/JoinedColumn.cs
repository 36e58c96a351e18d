using LungSeg.Core.Formats;

namespace LungSeg.Core.Datasets;

/// <summary>A column of a joined table: its values, and those of the input where it has none.</summary>
/// <param name="name">Name.</param>
/// <param name="below">The input's own column; null where the input has none.</param>
/// <param name="joined">The column of the table.</param>
/// <param name="lines">The table's line for each row; -1 for rows without one.</param>
internal sealed class JoinedColumn(string name, TableColumn? below, JoinColumn joined, int[] lines)
    : TableColumn(name, GetStorage(below, joined))
{
    public override CellKind? CommonKind => below is null || below.CommonKind == joined.Kind ? joined.Kind : null;

    public override Cell this[long row] => Find(row) ?? below?[row] ?? Cell.Missing;

    /// <summary>Whether the table has another value than the input has for a row.</summary>
    public bool Replaces(long row) =>
        Find(row) is { } value && below?[row] is { Kind: not CellKind.Missing } own && IdText.From(value) != IdText.From(own);

    public override string Describe(long row) => Find(row) is null && below is not null ? below.Describe(row) : base.Describe(row);

    private Cell? Find(long row) => lines[row] >= 0 && joined.Cells[lines[row]] is { Kind: not CellKind.Missing } cell ? cell : null;

    private static string GetStorage(TableColumn? below, JoinColumn joined) =>
        below is null || below.Storage == joined.Storage ? joined.Storage
        : below.CommonKind != CellKind.Number || joined.Kind != CellKind.Number ? "object"
        : IsReal(below.Storage) || IsReal(joined.Storage) ? "float64"
        : "Int64";

    private static bool IsReal(string storage) => storage.StartsWith("float", StringComparison.OrdinalIgnoreCase);
}
