using LungSeg.Core.Formats.Arrays;

namespace LungSeg.Core.Formats.Columns;

/// <summary>A column under another name.</summary>
internal sealed class RenamedColumn(string name, TableColumn below) : TableColumn(name, below.Storage)
{
    public override ByteOrder ByteOrder => below.ByteOrder;

    public override CellKind? CommonKind => below.CommonKind;

    public override Cell this[long row] => below[row];
}
