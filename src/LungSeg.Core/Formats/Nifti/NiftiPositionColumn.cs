using LungSeg.Core.Formats.Masks;
using LungSeg.Core.Model;

namespace LungSeg.Core.Formats.Nifti;

/// <summary>The positions of a file's slices.</summary>
internal sealed class NiftiPositionColumn(VoxelGrid grid) : TableColumn(DatasetColumns.ImagePositionMm, "str")
{
    public override CellKind? CommonKind => CellKind.Text;

    public override Cell this[long row] => new(CellKind.Text, grid.GetPlace((int)row).PositionText);
}
