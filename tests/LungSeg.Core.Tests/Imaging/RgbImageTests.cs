using LungSeg.Core.Imaging;
using Xunit;

namespace LungSeg.Core.Tests.Imaging;

public sealed class RgbImageTests
{
    private static readonly RgbColor Green = new(0, 200, 0);

    [Theory]
    [InlineData(0, 0, 4)]
    [InlineData(-1, -1, 1)]
    [InlineData(2, 1, 2)]
    [InlineData(3, 0, 0)]
    [InlineData(0, -2, 0)]
    [InlineData(int.MaxValue, int.MinValue, 0)]
    public void Paste_PartlyOutside_CopiesTheRest(int row, int column, int copied)
    {
        var image = new RgbImage(3, 4);

        image.Paste(new RgbImage(2, 2, Green), row, column);

        Assert.Equal(copied, image.Pixels.ToArray().Count(pixel => pixel == Green));
    }

    [Fact]
    public void Paste_Inside_LandsOnRowAndColumn()
    {
        var image = new RgbImage(3, 4);

        image.Paste(new RgbImage(1, 1, Green), 1, 2);

        Assert.Equal(Green, image[1, 2]);
        Assert.Equal(Green, image.Pixels[6]);
    }

    [Fact]
    public void FromGrey_Values_FillThreeChannels() => Assert.Equal([7, 7, 7, 9, 9, 9], RgbImage.FromGrey([7, 9], 2, 1).Samples.ToArray());

    [Fact]
    public void FromGrey_OtherLength_Throws() => Assert.Throws<ArgumentException>(() => RgbImage.FromGrey([7, 9], 1, 1));

    [Theory]
    [InlineData(3, 0)]
    [InlineData(-1, 0)]
    [InlineData(0, 4)]
    public void Indexer_Outside_Throws(int row, int column) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new RgbImage(3, 4)[row, column]);

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, -1)]
    [InlineData(50000, 50000)]
    public void Constructor_ImpossibleSize_Throws(int rows, int columns) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new RgbImage(rows, columns));

    [Theory]
    [InlineData(255, 255, 255, 255)]
    [InlineData(255, 0, 0, 54)]
    [InlineData(0, 255, 0, 182)]
    [InlineData(0, 0, 255, 18)]
    public void Luma_Color_IsRec709(byte red, byte green, byte blue, byte luma) => Assert.Equal(luma, new RgbColor(red, green, blue).Luma);
}
