using LungSeg.Core.Imaging;
using Xunit;

namespace LungSeg.Core.Tests.Imaging;

public sealed class PixelFontTests
{
    private static readonly RgbColor White = new(255, 255, 255);

    [Fact]
    public void Draw_TwoLetters_SetsTheirPixels()
    {
        var image = new RgbImage(7, PixelFont.Measure("LT"));

        PixelFont.Draw(image, (0, 0), "LT", White);

        Assert.Equal(
            """
            #.....#####
            #.......#..
            #.......#..
            #.......#..
            #.......#..
            #.......#..
            #####...#..
            """,
            Art(image),
            ignoreLineEndingDifferences: true
        );
    }

    [Fact]
    public void Draw_NoAscii_IsABox()
    {
        var image = new RgbImage(7, 5);

        PixelFont.Draw(image, (0, 0), "\u00e9", White);

        Assert.Equal(
            """
            #####
            #...#
            #...#
            #...#
            #...#
            #...#
            #####
            """,
            Art(image),
            ignoreLineEndingDifferences: true
        );
    }

    [Fact]
    public void Draw_PrintableAscii_AllDiffer()
    {
        var glyphs = Enumerable
            .Range(' ', '~' - ' ' + 1)
            .Select(code =>
            {
                var image = new RgbImage(7, 5);
                PixelFont.Draw(image, (0, 0), [(char)code], White);
                return Art(image);
            })
            .ToArray();

        Assert.Equal(95, glyphs.Distinct().Count());
    }

    [Fact]
    public void Draw_Scaled_RepeatsPixels()
    {
        var image = new RgbImage(14, 10);

        PixelFont.Draw(image, (0, 0), "-", White, scale: 2);

        // The dash is the fourth of seven rows, five pixels wide.
        Assert.Equal(Enumerable.Range(60, 20), Enumerable.Range(0, 140).Where(i => image.Pixels[i] == White));
    }

    [Theory]
    [InlineData("", 1, 0)]
    [InlineData("a", 1, 5)]
    [InlineData("abc", 2, 34)]
    public void Measure_Label_IsCellsWithoutLastGap(string text, int scale, int width) =>
        Assert.Equal(width, PixelFont.Measure(text, scale));

    [Fact]
    public void Draw_Outside_IsLeftOut()
    {
        var image = new RgbImage(2, 2);

        PixelFont.Draw(image, (-3, -100), "HHHHHHHHHHHHHHHHHHHHHHHHHHHHHHHHHHHH", White);

        Assert.Contains(White, image.Pixels.ToArray());
    }

    private static string Art(RgbImage image) =>
        string.Join(
            Environment.NewLine,
            Enumerable
                .Range(0, image.Height)
                .Select(row => string.Concat(image.Row(row).ToArray().Select(pixel => pixel == White ? '#' : '.')))
        );
}
