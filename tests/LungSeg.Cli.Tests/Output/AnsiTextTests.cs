using LungSeg.Cli.Output;
using LungSeg.Core.Imaging;
using Xunit;

namespace LungSeg.Cli.Tests.Output;

public sealed class AnsiTextTests
{
    /// <summary>The contrast of WCAG 2: 4.58 to both black and white is the most that a colour can have.</summary>
    [Fact]
    public void Colors_OfWords_CanBeReadOnBlackAndOnWhite() =>
        Assert.All(
            AnsiText.Colors.Values,
            color =>
            {
                var luminance = Luminance(color);
                Assert.InRange(1.05 / (luminance + 0.05), 4.3, 21);
                Assert.InRange((luminance + 0.05) / 0.05, 4.3, 21);
            }
        );

    // Numbers of the colours of xterm: 16 + 36 r + 6 g + b with levels 0, 95, 135, ..., 255; greys 8, 18, ..., 238 from 232 on.
    [Theory]
    [InlineData(0, 0, 0, 16)]
    [InlineData(255, 255, 255, 231)]
    [InlineData(255, 0, 0, 196)]
    [InlineData(0, 95, 215, 26)]
    [InlineData(8, 8, 8, 232)]
    [InlineData(238, 238, 238, 255)]
    [InlineData(128, 128, 128, 244)]
    [InlineData(130, 126, 128, 244)]
    public void Nearest256_Color_IsThatOfXterm(byte red, byte green, byte blue, int expected) =>
        Assert.Equal(expected, AnsiText.Nearest256(new RgbColor(red, green, blue)));

    [Theory]
    [InlineData("None", "x")]
    [InlineData("Ansi16", "\x1b[35mx\x1b[0m")]
    [InlineData("Ansi256", "\x1b[38;5;130mx\x1b[0m")]
    [InlineData("TrueColor", "\x1b[38;2;168;98;0mx\x1b[0m")]
    public void Style_Warning_TakesTheColorsThatThereAre(string color, string expected) =>
        Assert.Equal(expected, AnsiText.Style("x", TextStyle.Warning, Enum.Parse<TerminalColor>(color)));

    private static double Luminance(RgbColor color) =>
        (0.2126 * Linear(color.Red)) + (0.7152 * Linear(color.Green)) + (0.0722 * Linear(color.Blue));

    private static double Linear(byte value) =>
        value / 255.0 is var share && share <= 0.03928 ? share / 12.92 : Math.Pow((share + 0.055) / 1.055, 2.4);
}
