namespace LungSeg.Core.Formats.Pickle;

/// <summary>A pandas string column whose texts are Python objects.</summary>
internal sealed class TextObjectColumn(string name, NodeColumn cells) : TableColumn(name, "str")
{
    public override Cell this[long row] => cells[row];
}
