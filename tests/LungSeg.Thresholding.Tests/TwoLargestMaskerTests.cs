namespace LungSeg.Thresholding.Tests;

public class TwoLargestMaskerTests
{
    private static readonly TwoLargestMasker Masker = new();

    [Fact]
    public void Compute_ThreeSquares_KeepsTheTwoLargest()
    {
        var canvas = new Canvas(200, 200, Canvas.Tissue)
            .Box(5, 5, 60, 60, Canvas.Air)
            .Box(70, 70, 50, 50, Canvas.Air)
            .Box(125, 125, 70, 70, Canvas.Air);

        var (outcome, mask) = canvas.Run(Masker);

        Assert.Equal(ThresholdOutcome.Ok, outcome);
        Assert.Equal(canvas.MaskOf((5, 5, 59, 59), (125, 125, 69, 69)), mask);
    }

    [Fact]
    public void Compute_EqualAreas_TakesTheFirstInScanOrder()
    {
        var canvas = new Canvas(200, 200, Canvas.Tissue)
            .Box(5, 5, 50, 50, Canvas.Air)
            .Box(60, 60, 50, 50, Canvas.Air)
            .Box(125, 125, 70, 70, Canvas.Air);

        Assert.Equal(canvas.MaskOf((5, 5, 49, 49), (125, 125, 69, 69)), canvas.Run(Masker).Mask);
    }

    [Fact]
    public void Compute_ClosedBody_IsTakenForOneOfTheTwo()
    {
        var canvas = new Canvas(130, 130, Canvas.Air)
            .Box(4, 4, 120, 120, Canvas.Tissue)
            .Box(8, 8, 50, 50, Canvas.Air)
            .Box(64, 64, 55, 50, Canvas.Air);

        Assert.Equal(canvas.MaskOf((4, 4, 119, 119)), canvas.Run(Masker).Mask);
    }

    [Fact]
    public void Compute_CornerPixel_IsQhullError()
    {
        var canvas = new Canvas(130, 130, Canvas.Tissue)
            .Box(5, 5, 50, 50, Canvas.Air)
            .Box(60, 60, 50, 50, Canvas.Air)
            .Box(0, 0, 1, 1, Canvas.Air);

        Assert.Equal(ThresholdOutcome.QhullError, canvas.Run(Masker).Outcome);
    }
}
