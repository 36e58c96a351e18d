namespace LungSeg.Core.Formats.Columns;

/// <summary>A column with the same cell in every row.</summary>
internal sealed class ConstantColumn(string name, string storage, Cell cell) : TableColumn(name, storage)
{
    public override CellKind? CommonKind => cell.Kind;

    public override Cell this[long row] => cell;
}
