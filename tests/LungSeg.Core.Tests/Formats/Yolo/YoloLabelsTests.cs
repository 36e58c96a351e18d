using LungSeg.Core.Formats.Masks;
using LungSeg.Core.Formats.Yolo;
using Xunit;

namespace LungSeg.Core.Tests.Formats.Yolo;

public sealed class YoloLabelsTests
{
    [Fact]
    public void Line_Square_HasCornersAsShares() =>
        Assert.Equal(
            "2 0.25 0.1 0.5 0.1 0.5 0.3 0.25 0.3",
            YoloLabels.Line(2, [new PixelCorner(1, 1), new(2, 1), new(2, 3), new(1, 3)], height: 10, width: 4)
        );

    [Fact]
    public void Line_LastColumnOf512_IsExact() =>
        Assert.Equal(
            "0 0.001953125 0 0.998046875 1 1 1",
            YoloLabels.Line(0, [new PixelCorner(1, 0), new(511, 512), new(512, 512)], height: 512, width: 512)
        );

    [Theory]
    [InlineData("0 0.1 0.1 0.2 0.2")]
    [InlineData("0 0.1 0.1 0.2 0.2 0.3")]
    [InlineData("0 0.1 0.1 0.2 0.2 1.5 0.2")]
    [InlineData("0 0.1 0.1 0.2 x 0.5 0.2")]
    public void TryFill_LineThatIsNoPolygon_IsRefused(string line) => Assert.False(YoloLabels.TryFill(line + "\n", new byte[16], 4));

    [Fact]
    public void DataYaml_WithoutVal_PointsItToTheOnlyPart() =>
        Assert.Equal(
            """
            "train": "images/train"
            "val": "images/train"  # no part of that name; YOLO wants the key
            names:
              0: "LR2"
              1: "a\"b"

            """,
            YoloDescription.Format(["train"], ["LR2", "a\"b"])
        );

    /// <summary>A key without a value is null in YAML, which loaders do not take for a mapping.</summary>
    [Fact]
    public void DataYaml_WithoutClasses_HasAnEmptyMapping() =>
        Assert.EndsWith("\nnames: {}\n", YoloDescription.Format(["train", "val"], []), StringComparison.Ordinal);
}
