using LungSeg.Core.Model;
using Xunit;

namespace LungSeg.Core.Tests.Model;

public sealed class SlicePlaceTests
{
    private static readonly SlicePlace Place = new(new(-10, 20, 30), new(1, 0, 0), new(0, 0, -1), new PixelSpacing(0.5, 0.25));

    [Fact]
    public void Cut_ScaledPart_MovesTheFirstPixelAlongRowsAndColumns()
    {
        var cut = Place.Cut(top: 2, left: -4, scale: 2);

        // Columns run along x, rows against z: x = -10 + (-4 + 0.5) * 0.25, z = 30 - (2 + 0.5) * 0.5.
        Assert.Equal(new Vector3D(-10.875, 20, 28.75), cut.Origin);
        Assert.Equal(new PixelSpacing(1, 0.5), cut.Spacing);
    }

    [Fact]
    public void At_Pixel_GoesAlongRowsByColumnsAndAlongColumnsByRows() => Assert.Equal(new Vector3D(-9.25, 20, 29), Place.At(2, 3));

    [Fact]
    public void PositionMm_Coronal_IsAlongTheNormal() =>
        // (1, 0, 0) x (0, 0, -1) = (0, 1, 0).
        Assert.Equal(20, Place.PositionMm);

    [Theory]
    [InlineData(@"1\0\0\0\1\0", true)]
    [InlineData(@"0.8\0.6\0\-0.6\0.8\0", true)]
    [InlineData(@"1\0\0\1\0\0", false)]
    [InlineData(@"2\0\0\0\1\0", false)]
    public void AreDirections_Cosines_AreOfLengthOneAtARightAngle(string text, bool expected) =>
        Assert.Equal(expected, SlicePlace.AreDirections(SlicePlace.ParseNumbers(text, 6)!));

    [Theory]
    [InlineData(@"1\2\3", @"1\0\0\0\1\0", true)]
    [InlineData(@"1\2", @"1\0\0\0\1\0", false)]
    [InlineData(@"1\2\nan", @"1\0\0\0\1\0", false)]
    [InlineData(null, @"1\0\0\0\1\0", false)]
    [InlineData(@"1\2\3", null, false)]
    [InlineData(@"1\2\3", @"1\0\0\1\0\0", false)]
    public void Parse_Texts_GivePlaceOrNone(string? position, string? orientation, bool expected) =>
        Assert.Equal(expected, SlicePlace.Parse(position, orientation, new PixelSpacing(1, 1)) is not null);

    [Fact]
    public void Texts_OfAPlace_AreParsedToTheSamePlace() =>
        Assert.Equal(Place, SlicePlace.Parse(Place.PositionText, Place.OrientationText, Place.Spacing));
}
