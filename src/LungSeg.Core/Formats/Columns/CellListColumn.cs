namespace LungSeg.Core.Formats.Columns;

/// <summary>A column whose cells were all found while the index was made.</summary>
internal sealed class CellListColumn(string name, string storage, CellKind kind, IReadOnlyList<object?> values) : TableColumn(name, storage)
{
    // Arrays have properties of their own, which are looked at one by one.
    public override CellKind? CommonKind => kind == CellKind.Array ? null : kind;

    public override Cell this[long row] => values[(int)row] is { } value ? new Cell(kind, value) : Cell.Missing;
}
