using LungSeg.Core.Model;

namespace LungSeg.Core.Formats.Masks;

/// <summary>Puts a mask that has a place of its own on the grid of a slice.</summary>
internal static class MaskPlacement
{
    /// <summary>Corners of a grid lie on pixels of another one where they are no further from whole pixels.</summary>
    private const double WholePixel = 0.05;

    /// <summary>Distance up to which a mask of a single slice belongs to a slice, mm.</summary>
    public const double SingleSliceMm = 0.5;

    /// <summary>
    /// Finds the voxel of each pixel where the grids coincide but for flips, transpositions, turns and whole pixels; null where they do
    /// not.
    /// </summary>
    /// <param name="slice">Place of the slice.</param>
    /// <param name="size">Its size.</param>
    /// <param name="mask">The mask.</param>
    /// <param name="planeMm">Distance up to which a mask of a single slice lies on the slice, mm.</param>
    public static MaskSampling? Fit(SlicePlace slice, SliceSize size, VoxelGrid mask, double planeMm = SingleSliceMm)
    {
        var (down, across) = (size.Height - 1, size.Width - 1);
        Span<VoxelIndex> corners =
        [
            mask.Locate(slice.At(0, 0)),
            mask.Locate(slice.At(down, 0)),
            mask.Locate(slice.At(0, across)),
            mask.Locate(slice.At(down, across)),
        ];
        var isOnPlane = Math.Abs(corners[0].Slice) <= planeMm;
        for (var i = 0; i < corners.Length; i++)
        {
            corners[i] = mask.Slices == 1 ? OnPlane(corners[i], isOnPlane, planeMm) : corners[i];
            var whole = corners[i].Round();
            if ((corners[i] - whole).Largest() > WholePixel)
            {
                return null;
            }
            corners[i] = whole;
        }

        var (perRow, perColumn) = (corners[1] - corners[0], corners[2] - corners[0]);
        return IsAxis(perRow, down) && IsAxis(perColumn, across) && corners[3] - corners[2] == perRow && !IsSameAxis(perRow, perColumn)
            ? new MaskSampling(corners[0], Step(perRow, down, new(0, 1, 0)), Step(perColumn, across, new(0, 0, 1)))
            : null;
    }

    /// <summary>The voxel nearest to each pixel.</summary>
    /// <inheritdoc cref="Fit"/>
    public static MaskSampling FitNearest(SlicePlace slice, VoxelGrid mask, double planeMm = SingleSliceMm)
    {
        var start = mask.Locate(slice.At(0, 0));
        var (perRow, perColumn) = (mask.Locate(slice.At(1, 0)) - start, mask.Locate(slice.At(0, 1)) - start);
        return mask.Slices > 1
            ? new MaskSampling(start, perRow, perColumn)
            : new MaskSampling(InPlanes(start, planeMm), InPlanes(perRow, planeMm), InPlanes(perColumn, planeMm));
    }

    /// <summary>Whether a slice lies at the place of a slice of a mask, corner on corner.</summary>
    public static bool IsSamePlace(SlicePlace slice, SliceSize size, VoxelGrid mask, int index)
    {
        var place = mask.GetPlace(index);
        return Fit(slice, size, VoxelGrid.Of(place, mask.Size)) is { IsAsStored: true, Start.Slice: 0 } && size == mask.Size;
    }

    /// <summary>Whether neighbouring slices are neighbours in the mask as well, so that both have one distance.</summary>
    public static bool HasNeighbours(SlicePlace slice, SlicePlace next, VoxelGrid mask)
    {
        if (mask.Slices == 1)
        {
            return true;
        }
        var step = mask.Locate(next.Origin) - mask.Locate(slice.Origin);
        return (step - step.Round()).Largest() <= WholePixel && IsAxis(step.Round(), 1);
    }

    /// <summary>
    /// A distance of up to <paramref name="planeMm"/> is the plane itself, any other one is beside it; a slice that is both is tilted, and
    /// lies on no whole slice.
    /// </summary>
    private static VoxelIndex OnPlane(VoxelIndex corner, bool isOnPlane, double planeMm) =>
        corner with
        {
            Slice =
                Math.Abs(corner.Slice) <= planeMm ? 0
                : isOnPlane ? WholePixel * 2
                : Math.Sign(corner.Slice),
        };

    /// <summary>Distances in mm as numbers of slices, of which the single one is 0.</summary>
    private static VoxelIndex InPlanes(VoxelIndex index, double planeMm) => index with { Slice = index.Slice / (2 * planeMm) };

    private static bool IsAxis(VoxelIndex step, int length) => step.Axes() <= 1 && step.Largest() == length;

    private static bool IsSameAxis(VoxelIndex a, VoxelIndex b) =>
        (a.Slice != 0 && b.Slice != 0) || (a.Row != 0 && b.Row != 0) || (a.Column != 0 && b.Column != 0);

    /// <summary>One step; a side of one pixel has none, and takes what no other side has.</summary>
    private static VoxelIndex Step(VoxelIndex whole, int length, VoxelIndex alone) =>
        length == 0 ? alone : new(Math.Sign(whole.Slice), Math.Sign(whole.Row), Math.Sign(whole.Column));
}
