using LungSeg.Core.Imaging;
using Xunit;

namespace LungSeg.Core.Tests.Imaging;

public sealed class MaskDrawingTests
{
    private static readonly RgbColor Red = new(255, 0, 0);

    [Theory]
    [InlineData(OutlineSide.Inner, "outline_inner.bin")]
    [InlineData(OutlineSide.Outer, "outline_outer.bin")]
    public void DrawOutline_RandomMask_EqualsNumpy(OutlineSide side, string expected)
    {
        var image = new RgbImage(19, 17);

        MaskDrawing.DrawOutline(image, ImageFixture.Bytes("mask_19x17.bin"), Red, side);

        Assert.Equal(ImageFixture.Bytes(expected), image.Pixels.ToArray().Select(pixel => pixel == Red ? (byte)1 : (byte)0));
    }

    [Fact]
    public void DrawOutline_OnePixelOuter_LeavesThePixel()
    {
        var image = new RgbImage(3, 3);
        byte[] mask = [0, 0, 0, 0, 1, 0, 0, 0, 0];

        MaskDrawing.DrawOutline(image, mask, Red, OutlineSide.Outer);

        Assert.Equal([1, 3, 5, 7], Enumerable.Range(0, 9).Where(i => image.Pixels[i] == Red));
    }

    [Fact]
    public void DrawOutline_OnePixelPicture_IsDrawn()
    {
        var image = new RgbImage(1, 1);

        MaskDrawing.DrawOutline(image, [255], Red, OutlineSide.Outer);

        Assert.Equal(Red, image[0, 0]);
    }

    [Fact]
    public void DrawOutline_OtherSize_Throws() =>
        Assert.Throws<ArgumentException>(() => MaskDrawing.DrawOutline(new RgbImage(2, 2), new byte[3], Red, OutlineSide.Inner));

    [Fact]
    public void Tint_Percent_RoundsHalfUp()
    {
        var image = new RgbImage(1, 2, new RgbColor(10, 100, 200));

        MaskDrawing.Tint(image, [0, 3], new RgbColor(255, 0, 0), 30);

        // 10 * 0.7 + 255 * 0.3 = 83.5; 100 * 0.7 = 70; 200 * 0.7 = 140.
        Assert.Equal([new RgbColor(10, 100, 200), new RgbColor(84, 70, 140)], image.Pixels.ToArray());
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(101)]
    public void Tint_NoPercentage_Throws(int percent) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => MaskDrawing.Tint(new RgbImage(1, 1), [1], Red, percent));
}
