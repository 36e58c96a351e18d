using System.Globalization;
using System.Text.RegularExpressions;
using LungSeg.Cli.Output;
using LungSeg.Core.Imaging;
using Xunit;

namespace LungSeg.Cli.Tests.Output;

public sealed partial class PictureViewTests
{
    [Theory]
    [InlineData(50, 50, 34, 34)]
    [InlineData(0, 99, 0, 67)]
    public void AroundLesion_OnePixel_HasItInTheMiddleOrAtTheBorder(int row, int column, int top, int left)
    {
        var picture = new RgbImage(100, 100);
        picture[row, column] = new RgbColor(9, 9, 9);
        var mask = new byte[100 * 100];
        mask[(row * 100) + column] = 1;

        // One pixel and 16 on each side.
        var view = new PictureView(picture, mask).AroundLesion()!;
        Assert.Equal((33, 33), (view.Picture.Height, view.Picture.Width));
        Assert.Equal(9, view.Picture[row - top, column - left].Red);
        Assert.Equal(((row - top) * 33) + column - left, view.Mask.IndexOf((byte)1));
    }

    [Fact]
    public void AroundLesion_None_IsNull() => Assert.Null(new PictureView(new RgbImage(3, 3), new byte[9]).AroundLesion());

    [Fact]
    public void Enlarged_Twice_RepeatsPixelsAndMask()
    {
        var view = new PictureView(RgbImage.FromGrey([1, 2], 1, 2), [0, 1]).Enlarged(5, 9);
        Assert.Equal((2, 4), (view.Picture.Height, view.Picture.Width));
        Assert.Equal([1, 1, 2, 2, 1, 1, 2, 2], view.Picture.Pixels.ToArray().Select(pixel => (int)pixel.Red));
        Assert.Equal<byte>([0, 0, 1, 1, 0, 0, 1, 1], view.Mask);
    }

    [Fact]
    public void Show_Zoom_DrawsTheLesionAloneAndItsFigures()
    {
        var run = CliRun.In(
            new Dictionary<string, string> { ["COLUMNS"] = "80", ["LINES"] = "24" },
            "inspect",
            "--show",
            "10",
            "--zoom",
            CliRun.Sample
        );
        Assert.Equal((0, string.Empty), (run.Code, run.Error));
        Assert.InRange(run.Lines.Length, 15, 23);
        Assert.All(run.Lines, line => Assert.InRange(line.Length, 0, 80));
        Assert.Contains("\nlesion 1005 px, ", run.Out, StringComparison.Ordinal);
        Assert.Contains("keeps 100 % of the lesion", run.Out, StringComparison.Ordinal);
        Assert.Equal(2, CliRun.Of("inspect", "--zoom", CliRun.Sample).Code);
    }

    [Fact]
    public void Show_InColor_TintsWhatHuArrayKeeps()
    {
        var variables = new Dictionary<string, string>
        {
            ["FORCE_COLOR"] = "1",
            ["COLORTERM"] = "truecolor",
            ["COLUMNS"] = "40",
        };
        var colors = CliRun.In(variables, "inspect", "--show", "10", CliRun.Sample).Out;

        // Grey under 30 % of #40a0ff has 57 or 58 more blue than red; outside the lungs and the outline all is grey.
        var tinted = Color().Matches(colors).Count(color => Value(color, 3) - Value(color, 1) is 57 or 58);
        Assert.InRange(tinted, 20, 400);
        var file = CliRun.In(variables, "inspect", "--show", "10", "--no-color", CliRun.Sample).Out;
        Assert.DoesNotContain("\x1b", file, StringComparison.Ordinal);
    }

    private static int Value(Match color, int group) => int.Parse(color.Groups[group].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex("8;2;([0-9]+);([0-9]+);([0-9]+)")]
    private static partial Regex Color();
}
