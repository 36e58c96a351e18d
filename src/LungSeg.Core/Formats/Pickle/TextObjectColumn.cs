namespace LungSeg.Core.Formats.Pickle;

/// <summary>A pandas string column whose texts are Python objects.</summary>
internal sealed class TextObjectColumn(string name, string storage, NodeColumn cells) : TableColumn(name, storage)
{
    public override CellKind? CommonKind => CellKind.Text;

    public override Cell this[long row] => cells[row];
}
