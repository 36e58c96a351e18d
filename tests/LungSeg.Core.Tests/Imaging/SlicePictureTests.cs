using LungSeg.Core.Imaging;
using Xunit;

namespace LungSeg.Core.Tests.Imaging;

public sealed class SlicePictureTests
{
    private static readonly RgbColor Black = new(0, 0, 0);
    private static readonly RgbColor White = new(255, 255, 255);

    [Fact]
    public void Render_Layers_AreDrawnInOrder()
    {
        var picture = SlicePicture.Render(
            new SliceLayers
            {
                Height = 3,
                Width = 4,
                Hu = [-2000, -2000, -2000, -2000, -2000, 150, -2000, 150, -2000, -2000, -2000, double.NaN],
                Mask = [0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0],
                Kept = [0, 0, 0, 0, 0, 1, 1, 1, 0, 0, 0, 1],
            },
            HuWindow.Lung
        );

        // Kept: 30 % of (64, 160, 255) over white 255 is (197.7, 226.5, 255), over black (19.2, 48, 76.5).
        var red = new RgbColor(0xFF, 0x40, 0x40);
        var tintedWhite = new RgbColor(198, 227, 255);
        var tintedBlack = new RgbColor(19, 48, 77);
        Assert.Equal(
            [Black, red, Black, Black, red, tintedWhite, red, tintedWhite, Black, red, Black, tintedBlack],
            picture.Pixels.ToArray()
        );
    }

    [Fact]
    public void Render_SliceAlone_IsGrey()
    {
        var picture = SlicePicture.Render(
            new SliceLayers
            {
                Height = 1,
                Width = 2,
                Hu = [150, -1350],
            },
            HuWindow.Lung
        );

        Assert.Equal([White, Black], picture.Pixels.ToArray());
    }

    [Fact]
    public void Render_OtherMaskSize_Throws() =>
        Assert.Throws<ArgumentException>(() =>
            SlicePicture.Render(
                new SliceLayers
                {
                    Height = 1,
                    Width = 2,
                    Hu = [0, 0],
                    Mask = [1],
                },
                HuWindow.Lung
            )
        );
}
