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
