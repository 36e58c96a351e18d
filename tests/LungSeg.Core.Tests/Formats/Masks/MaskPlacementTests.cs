using LungSeg.Core.Formats.Masks;
using LungSeg.Core.Model;
using Xunit;

namespace LungSeg.Core.Tests.Formats.Masks;

/// <summary>An image of 4 x 3 px of 2 x 0.5 mm, pixel [0, 0] at (10, 20, 30), rows along x and columns along y; by hand.</summary>
public sealed class MaskPlacementTests
{
    private static readonly SliceSize Size = new(4, 3);
    private static readonly SlicePlace Image = new(new(10, 20, 30), new(1, 0, 0), new(0, 1, 0), new PixelSpacing(2, 0.5));

    [Fact]
    public void Fit_SamePlace_TakesEachPixelAsStored() => Assert.True(Fit(Image)!.Value is { IsAsStored: true, Start.Slice: 0 });

    [Fact]
    public void Fit_FlippedUpDown_CountsRowsFromTheLast()
    {
        // The mask's row 0 is the image's row 3, at y = 20 + 3 * 2.
        var mask = Image with
        {
            Origin = new(10, 26, 30),
            AlongColumn = new(0, -1, 0),
        };

        Assert.Equal(new MaskSampling(new(0, 3, 0), new(0, -1, 0), new(0, 0, 1)), Fit(mask));
        Assert.Equal("flipped up-down", Fit(mask)!.Value.Describe(Size, Size));
    }

    [Fact]
    public void Fit_Transposed_TakesRowsForColumns()
    {
        var mask = new SlicePlace(Image.Origin, Image.AlongColumn, Image.AlongRow, new PixelSpacing(0.5, 2));

        Assert.Equal(new MaskSampling(new(0, 0, 0), new(0, 0, 1), new(0, 1, 0)), Fit(mask, new SliceSize(3, 4)));
    }

    [Fact]
    public void Fit_ShiftedByWholePixels_StartsThere()
    {
        // One row down and two columns left of the image: the image's [0, 0] is the mask's [-1, 2].
        var mask = Image with
        {
            Origin = new(9, 22, 30),
        };

        Assert.Equal(new VoxelIndex(0, -1, 2), Fit(mask)!.Value.Start);
    }

    [Fact]
    public void Fit_LargerField_StartsWithinIt() =>
        Assert.Equal(new VoxelIndex(0, 2, 4), Fit(Image with { Origin = new(8, 16, 30) }, new SliceSize(9, 9))!.Value.Start);

    [Theory]
    [InlineData(0.02, true)]
    [InlineData(0.06, false)]
    public void Fit_PartOfAPixel_IsRefusedBeyondATwentieth(double pixels, bool isFitted) =>
        Assert.Equal(isFitted, Fit(Image with { Origin = new(10 + (pixels * 0.5), 20, 30) }) is not null);

    [Fact]
    public void Fit_OtherSpacing_IsRefused()
    {
        // Every second pixel of a mask of half the spacing is a pixel of the image, but not its neighbour.
        Assert.Null(Fit(Image with { Spacing = new PixelSpacing(1, 0.25) }, new SliceSize(7, 5)));
        Assert.Null(Fit(Image with { Spacing = new PixelSpacing(2, 0.6) }));
    }

    [Fact]
    public void Fit_Rotated_IsRefused() => Assert.Null(Fit(Image with { AlongRow = new(0.8, 0.6, 0), AlongColumn = new(-0.6, 0.8, 0) }));

    [Theory]
    [InlineData(0.5, 0)]
    [InlineData(0.6, 1)]
    public void Fit_MaskOfOneSlice_LiesOnTheImageUpToHalfAMillimetre(double above, double slice) =>
        Assert.Equal(slice, Math.Abs(Fit(Image with { Origin = new(10, 20, 30 + above) })!.Value.Start.Slice));

    [Fact]
    public void Fit_TiltedMask_IsRefused()
    {
        // 10 degrees around x: over 6 mm the planes part by 1 mm.
        var (sin, cos) = Math.SinCos(Math.PI / 18);
        Assert.Null(Fit(Image with { AlongColumn = new(0, cos, sin) }));
    }

    [Fact]
    public void Fit_SagittalVolume_TakesItsSlicesForColumns()
    {
        // Slices along x, rows along z from the head down, columns along y: the image lies in the volume's row 5.
        var first = new SlicePlace(new(10, 20, 35), new(0, 1, 0), new(0, 0, -1), new PixelSpacing(1, 2));
        var mask = new VoxelGrid(first, new SliceSize(8, 4), 3, new(0.5, 0, 0));

        Assert.Equal(new MaskSampling(new(0, 5, 0), new(0, 0, 1), new(1, 0, 0)), MaskPlacement.Fit(Image, Size, mask));
    }

    [Fact]
    public void HasNeighbours_OtherSliceDistance_SaysNo()
    {
        var mask = new VoxelGrid(Image, Size, 5, new(0, 0, 2.5));

        Assert.True(MaskPlacement.HasNeighbours(Image, Image with { Origin = new(10, 20, 32.5) }, mask));
        Assert.False(MaskPlacement.HasNeighbours(Image, Image with { Origin = new(10, 20, 35) }, mask));
    }

    [Fact]
    public void FitNearest_HalfTheSpacing_TakesTheNearestPixel()
    {
        var mask = VoxelGrid.Of(Image with { Spacing = new PixelSpacing(4, 0.5) }, new SliceSize(2, 3));
        var sampling = MaskPlacement.FitNearest(Image, mask);
        byte[] taken = new byte[12];
        sampling.Take(0, [1, 2, 3, 4, 5, 6], mask.Size, taken, Size, itemSize: 1);

        // Rows of the image lie at 0, 0.5, 1 and 1.5 rows of the mask; halves go up, and row 2 is not there.
        Assert.Equal([1, 2, 3, 4, 5, 6, 4, 5, 6, 0, 0, 0], taken);
    }

    private static MaskSampling? Fit(SlicePlace mask, SliceSize? size = null) =>
        MaskPlacement.Fit(Image, Size, VoxelGrid.Of(mask, size ?? Size));
}
