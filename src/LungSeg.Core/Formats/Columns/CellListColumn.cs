namespace LungSeg.Core.Formats.Columns;

/// <summary>A column whose cells were all found while the index was made.</summary>
internal sealed class CellListColumn(string name, string storage, CellKind kind, IReadOnlyList<object?> values) : TableColumn(name, storage)
{
    public override CellKind? CommonKind => kind;

    public override Cell this[long row] => values[(int)row] is { } value ? new Cell(kind, value) : Cell.Missing;
}
