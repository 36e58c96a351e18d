using LungSeg.Core.Formats.Arrays;

namespace LungSeg.Core.Formats.Columns;

/// <summary>A column of one row: one array.</summary>
internal sealed class SingleArrayColumn(string name, ArrayInfo array) : TableColumn(name, array.DType.Name)
{
    public override Cell this[long row] => new(CellKind.Array, array);
}
