namespace LungSeg.Core.Formats.Columns;

/// <summary>A column whose kind is known and whose values are not read.</summary>
internal sealed class OpaqueColumn(string name, string storage, CellKind kind) : TableColumn(name, storage)
{
    public override CellKind? CommonKind => kind;

    public override Cell this[long row] => new(kind, null);
}
