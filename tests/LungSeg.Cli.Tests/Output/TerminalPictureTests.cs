using LungSeg.Cli.Output;
using LungSeg.Core.Imaging;
using Xunit;

namespace LungSeg.Cli.Tests.Output;

public sealed class TerminalPictureTests
{
    private const string End = "\x1b[0m\n";
    private const string RedFront = "38;2;255;64;64";
    private const string RedBack = "48;2;255;64;64";

    [Fact]
    public void Render_TwoByTwo_PairsRowsInOneLine()
    {
        var picture = RgbImage.FromGrey([1, 2, 3, 4], 2, 2);

        var text = TerminalPicture.Render(picture, [], 2, TerminalColor.TrueColor);

        Assert.Equal("\x1b[38;2;1;1;1;48;2;3;3;3m\u2580\x1b[38;2;2;2;2;48;2;4;4;4m\u2580" + End, text);
    }

    [Fact]
    public void Render_UnchangedColors_AreNotRepeated()
    {
        // Upper 9 9 8 8 9, lower 5 5 5 8 5: the fourth is plain ground, and the front colour of the third outlives it.
        var picture = RgbImage.FromGrey([9, 9, 8, 8, 8, 5, 5, 5, 8, 5], 2, 5);

        var text = TerminalPicture.Render(picture, [], 5, TerminalColor.TrueColor);

        Assert.Equal("\x1b[38;2;9;9;9;48;2;5;5;5m\u2580\u2580\x1b[38;2;8;8;8m\u2580\x1b[48;2;8;8;8m \x1b[48;2;5;5;5m\u2580" + End, text);
    }

    [Fact]
    public void Render_OddRows_LeaveTheTerminalsGroundBelow()
    {
        var picture = RgbImage.FromGrey([7, 7, 6], 3, 1);

        var text = TerminalPicture.Render(picture, [], 80, TerminalColor.TrueColor);

        Assert.Equal("\x1b[48;2;7;7;7m " + End + "\x1b[38;2;6;6;6m\u2580" + End, text);
    }

    [Fact]
    public void Render_NarrowWidth_AveragesAreas()
    {
        var picture = RgbImage.FromGrey([0, 10, 100, 110, 20, 30, 120, 130, 0, 0, 0, 0, 0, 0, 0, 4], 4, 4);

        var text = TerminalPicture.Render(picture, [], 2, TerminalColor.TrueColor);

        // Means of 2 x 2: 15 and 115 above, 0 and 1 below.
        Assert.Equal("\x1b[38;2;15;15;15;48;2;0;0;0m\u2580\x1b[38;2;115;115;115;48;2;1;1;1m\u2580" + End, text);
    }

    [Fact]
    public void Render_OnePixelLesion_IsRingedAfterShrinking()
    {
        var mask = new byte[60 * 60];
        mask[(30 * 60) + 30] = 1;

        var text = TerminalPicture.Render(new RgbImage(60, 60), mask, 6, TerminalColor.TrueColor);

        // Of 6 x 6 pixels (3, 3) is inside: the ring is (2, 3), (4, 3), (3, 2) and (3, 4), the last two the lower halves of line 1.
        Assert.Equal(
            "\x1b[48;2;0;0;0m      "
                + End
                + "\x1b[48;2;0;0;0m  "
                + $"\x1b[38;2;0;0;0;{RedBack}m\u2580\x1b[{RedFront};48;2;0;0;0m\u2580\x1b[38;2;0;0;0;{RedBack}m\u2580\x1b[48;2;0;0;0m "
                + End
                + $"\x1b[48;2;0;0;0m   \x1b[{RedFront}m\u2580  "
                + End,
            text
        );
    }

    [Fact]
    public void Render_WithMask_LeavesThePictureAsItWas()
    {
        var picture = new RgbImage(3, 3);

        TerminalPicture.Render(picture, [0, 0, 0, 0, 1, 0, 0, 0, 0], 3, TerminalColor.TrueColor);

        Assert.All(picture.Pixels.ToArray(), pixel => Assert.Equal(default, pixel));
    }

    [Fact]
    public void Render_NoColor_UsesARampAndMarksTheOutline()
    {
        var picture = RgbImage.FromGrey([0, 28, 29, 255, 255, 0, 0, 28, 29, 255, 255, 0], 2, 6);
        byte[] mask = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1];

        var text = TerminalPicture.Render(picture, mask, 6, TerminalColor.None);

        // 28 * 9 / 256 is still 0, 29 * 9 / 256 is 1; the mask pixel is on the border, its neighbour is the ring.
        Assert.Equal("  .@##\n", text);
    }

    [Fact]
    public void Render_NoColor_HasNoEscapes()
    {
        var text = TerminalPicture.Render(new RgbImage(512, 512, new RgbColor(200, 10, 90)), [], 80, TerminalColor.None);

        Assert.DoesNotContain('\x1b', text);
        Assert.Equal(Enumerable.Repeat(80, 40), text.TrimEnd('\n').Split('\n').Select(line => line.Length));
    }

    [Fact]
    public void Render_NoWidth_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => TerminalPicture.Render(new RgbImage(1, 1), [], 0, TerminalColor.TrueColor));

    [Fact]
    public void Render_OtherMaskSize_Throws() =>
        Assert.Throws<ArgumentException>(() => TerminalPicture.Render(new RgbImage(2, 2), [1], 2, TerminalColor.TrueColor));

    [Fact]
    public void Render_256Colors_TakesTheirNumbers()
    {
        var picture = RgbImage.FromGrey([8, 238], 2, 1);

        // Greys 8 and 238 are the colours 232 and 255.
        Assert.Equal("\x1b[38;5;232;48;5;255m\u2580" + End, TerminalPicture.Render(picture, [], 1, TerminalColor.Ansi256));
    }

    [Fact]
    public void Render_16Colors_MarksTheOutlineInRed()
    {
        var picture = new RgbImage(2, 4);

        Assert.Equal(
            "\x1b[31m#\x1b[0m\x1b[31m#\x1b[0m  \n",
            TerminalPicture.Render(picture, [1, 0, 0, 0, 1, 0, 0, 0], 4, TerminalColor.Ansi16)
        );
    }

    [Theory]
    [InlineData("TrueColor", 80, 19, 38)]
    [InlineData("None", 80, 19, 38)]
    [InlineData("None", 30, 19, 30)]
    [InlineData("None", 80, 100, 80)]
    public void Render_Height_FitsBothSides(string color, int columns, int lines, int width)
    {
        var text = TerminalPicture.Render(new RgbImage(512, 512), [], columns, Enum.Parse<TerminalColor>(color), lines);
        var found = text.Replace("\x1b[0m", string.Empty, StringComparison.Ordinal)
            .Replace("\x1b[48;2;0;0;0m", string.Empty, StringComparison.Ordinal);
        var shown = found.TrimEnd('\n').Split('\n');
        Assert.Equal((width + 1) / 2, shown.Length);
        Assert.All(shown, line => Assert.Equal(width, line.Length));
    }
}
