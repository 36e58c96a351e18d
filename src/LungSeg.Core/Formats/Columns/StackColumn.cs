using LungSeg.Core.Formats.Arrays;

namespace LungSeg.Core.Formats.Columns;

/// <summary>A column whose cells are the slices of one array [n, row, col].</summary>
internal sealed class StackColumn(string name, ArrayInfo stack) : TableColumn(name, stack.DType.Name)
{
    public override Cell this[long row] => new(CellKind.Array, stack.Part(row));
}
