using LungSeg.Core.Model;

namespace LungSeg.Core.Formats.Masks;

/// <summary>Voxels in space: slices of one size and direction at equal distances.</summary>
/// <param name="First">Place of the first slice.</param>
/// <param name="Size">Size of each slice.</param>
/// <param name="Slices">Number of slices.</param>
/// <param name="Step">From one slice to the next, mm; of a single slice its normal.</param>
internal sealed record VoxelGrid(SlicePlace First, SliceSize Size, int Slices, Vector3D Step)
{
    /// <summary>A slice alone.</summary>
    public static VoxelGrid Of(SlicePlace place, SliceSize size) => new(place, size, 1, place.Normal);

    /// <summary>Voxels by the steps along their three axes; null where the slices are no rectangles, or stand still.</summary>
    /// <param name="axes">From column to column, from row to row and from slice to slice, and the first voxel; mm.</param>
    /// <param name="size">Size of each slice.</param>
    /// <param name="slices">Number of slices.</param>
    public static VoxelGrid? From((Vector3D I, Vector3D J, Vector3D K, Vector3D Origin) axes, SliceSize size, int slices)
    {
        var (i, j, k, origin) = axes;
        var (columnMm, rowMm) = (i.Length(), j.Length());
        if (!IsLength(columnMm) || !IsLength(rowMm) || !origin.IsFinite())
        {
            return null;
        }
        var (alongRow, alongColumn) = (i * (1 / columnMm), j * (1 / rowMm));
        double[] cosines = [alongRow.X, alongRow.Y, alongRow.Z, alongColumn.X, alongColumn.Y, alongColumn.Z];
        if (SlicePlace.From([origin.X, origin.Y, origin.Z], cosines, new PixelSpacing(rowMm, columnMm)) is not { } place)
        {
            return null;
        }
        if (slices == 1)
        {
            return Of(place, size);
        }
        return k.IsFinite() && Math.Abs(k.Dot(place.Normal)) > 1e-6 ? new VoxelGrid(place, size, slices, k) : null;
    }

    /// <summary>Whether a number is a length in mm.</summary>
    public static bool IsLength(double value) => double.IsFinite(value) && value > 0;

    /// <summary>Place of a slice.</summary>
    public SlicePlace GetPlace(int slice) => First with { Origin = First.Origin + (Step * slice) };

    /// <summary>Where a point lies in the grid: its slice, row and column, which need not be whole; of a single slice its distance
    /// in mm.</summary>
    public VoxelIndex Locate(Vector3D point)
    {
        var (across, down) = (First.AlongRow * First.Spacing.ColumnMm, First.AlongColumn * First.Spacing.RowMm);
        var from = point - First.Origin;
        var volume = across.Dot(down.Cross(Step));
        return new VoxelIndex(
            from.Dot(across.Cross(down)) / volume,
            from.Dot(Step.Cross(across)) / volume,
            from.Dot(down.Cross(Step)) / volume
        );
    }
}
