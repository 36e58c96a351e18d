namespace LungSeg.Thresholding.Tests;

public class PublishedMaskerTests
{
    private static readonly PublishedMasker Masker = new();

    [Fact]
    public void Compute_TwoSquares_KeepsBothLessLastRowAndColumn()
    {
        var canvas = new Canvas(130, 130, Canvas.Tissue).Box(5, 5, 50, 50, Canvas.Air).Box(60, 60, 60, 50, Canvas.Air);

        var (outcome, mask) = canvas.Run(Masker);

        Assert.Equal(ThresholdOutcome.OkTwoKept, outcome);
        Assert.Equal(canvas.MaskOf((5, 5, 49, 49), (60, 60, 59, 49)), mask);
    }

    [Fact]
    public void Compute_TwoEqualSquares_AreNoTie()
    {
        var canvas = new Canvas(130, 130, Canvas.Tissue).Box(5, 5, 50, 50, Canvas.Air).Box(60, 60, 50, 50, Canvas.Air);

        Assert.Equal(ThresholdOutcome.OkTwoKept, canvas.Run(Masker).Outcome);
    }

    [Fact]
    public void Compute_ClosedBodyWithTwoLungs_DropsTheBody()
    {
        var canvas = new Canvas(130, 130, Canvas.Air)
            .Box(4, 4, 120, 120, Canvas.Tissue)
            .Box(8, 8, 50, 50, Canvas.Air)
            .Box(64, 64, 55, 50, Canvas.Air);

        var (outcome, mask) = canvas.Run(Masker);

        Assert.Equal(ThresholdOutcome.Ok, outcome);
        Assert.Equal(canvas.MaskOf((8, 8, 49, 49), (64, 64, 54, 49)), mask);
    }

    [Fact]
    public void Compute_VesselInsideLung_IsFilled()
    {
        var canvas = new Canvas(130, 130, Canvas.Tissue)
            .Box(5, 5, 50, 50, Canvas.Air)
            .Box(60, 60, 60, 50, Canvas.Air)
            .Box(20, 20, 5, 5, Canvas.Tissue);

        Assert.Equal(canvas.MaskOf((5, 5, 49, 49), (60, 60, 59, 49)), canvas.Run(Masker).Mask);
    }

    [Theory]
    [InlineData(45, ThresholdOutcome.TooFew)] // 44^2 + 44 * 4 / 20 + 2 / 400 = 1944.805 px^2
    [InlineData(46, ThresholdOutcome.OkTwoKept)] // 45^2 + 45 * 4 / 20 + 2 / 400 = 2034.005 px^2
    public void Compute_AirSquare_IsKeptFromTheAreaOn(int side, ThresholdOutcome expected)
    {
        var canvas = new Canvas(120, 120, Canvas.Tissue).Box(5, 5, side, side, Canvas.Air).Box(60, 60, side, side, Canvas.Air);

        Assert.Equal(expected, canvas.Run(Masker).Outcome);
    }

    [Theory]
    [InlineData(43, ThresholdOutcome.TooFew)] // 42^2 + 0.95 * 42 * 4 + 2 * 0.95^2 = 1925.405 px^2
    [InlineData(44, ThresholdOutcome.OkTwoKept)] // 43^2 + 0.95 * 43 * 4 + 2 * 0.95^2 = 2014.205 px^2
    public void Compute_TissueSquare_HasItsContourNineteenTwentiethsOutside(int side, ThresholdOutcome expected)
    {
        var canvas = new Canvas(120, 120, Canvas.Air).Box(5, 5, side, side, Canvas.Tissue).Box(60, 60, side, side, Canvas.Tissue);

        Assert.Equal(expected, canvas.Run(Masker).Outcome);
    }

    [Fact]
    public void Compute_ThreeKeptTwoOfThemEqual_IsTieWhicheverIsLargest()
    {
        var canvas = new Canvas(200, 200, Canvas.Tissue)
            .Box(5, 5, 50, 50, Canvas.Air)
            .Box(60, 60, 50, 50, Canvas.Air)
            .Box(120, 120, 70, 70, Canvas.Air);

        var (outcome, mask) = canvas.Run(Masker);

        Assert.Equal(ThresholdOutcome.Tie, outcome);
        Assert.DoesNotContain((byte)1, mask);
        Assert.DoesNotContain((byte)7, mask);
    }

    [Fact]
    public void Compute_AirSquaresMeetingAtACorner_AreTwoContours()
    {
        var canvas = new Canvas(130, 130, Canvas.Tissue).Box(5, 5, 50, 50, Canvas.Air).Box(55, 55, 50, 50, Canvas.Air);

        var (outcome, mask) = canvas.Run(Masker);

        Assert.Equal(ThresholdOutcome.OkTwoKept, outcome);
        Assert.Equal(canvas.MaskOf((5, 5, 49, 49), (55, 55, 49, 49)), mask);
    }

    [Fact]
    public void Compute_TissueSquaresMeetingAtACorner_AreOneContour()
    {
        var canvas = new Canvas(130, 130, Canvas.Air).Box(5, 5, 50, 50, Canvas.Tissue).Box(55, 55, 50, 50, Canvas.Tissue);

        Assert.Equal(ThresholdOutcome.TooFew, canvas.Run(Masker).Outcome);
    }

    [Theory]
    [InlineData(1, ThresholdOutcome.OkTwoKept)]
    [InlineData(2, ThresholdOutcome.TooFew)]
    public void Compute_AirReachingTheBorder_ClosesOnlyThroughOnePixel(int width, ThresholdOutcome expected)
    {
        var canvas = new Canvas(130, 130, Canvas.Tissue)
            .Box(5, 5, 50, 50, Canvas.Air)
            .Box(60, 60, 50, 50, Canvas.Air)
            .Box(0, 30, 5, width, Canvas.Air);

        Assert.Equal(expected, canvas.Run(Masker).Outcome);
    }

    [Fact]
    public void Compute_OnePixelSpurToTheBorder_IsErasedFromTheMask()
    {
        var canvas = new Canvas(130, 130, Canvas.Tissue)
            .Box(5, 5, 50, 50, Canvas.Air)
            .Box(60, 60, 50, 50, Canvas.Air)
            .Box(0, 30, 5, 1, Canvas.Air);

        Assert.Equal(canvas.MaskOf((5, 5, 49, 49), (60, 60, 49, 49)), canvas.Run(Masker).Mask);
    }

    [Theory]
    [InlineData("air pixel in a corner")]
    [InlineData("tissue pixel in a corner of air")]
    [InlineData("straight edge along rows")]
    [InlineData("straight edge along columns")]
    [InlineData("diagonal edge across a corner")]
    public void Compute_ContourWithoutArea_IsQhullErrorInSpiteOfGoodLungs(string defect)
    {
        var canvas = new Canvas(140, 140, Canvas.Tissue).Box(15, 15, 50, 50, Canvas.Air).Box(70, 70, 60, 50, Canvas.Air);
        switch (defect)
        {
            case "air pixel in a corner":
                canvas.Box(139, 139, 1, 1, Canvas.Air);
                break;
            case "tissue pixel in a corner of air":
                canvas.Box(0, 135, 5, 5, Canvas.Air).Box(0, 139, 1, 1, Canvas.Tissue);
                break;
            case "straight edge along rows":
                canvas.Box(0, 0, 3, 140, Canvas.Air);
                break;
            case "straight edge along columns":
                canvas.Box(0, 138, 140, 2, Canvas.Air);
                break;
            default:
                canvas.Box(0, 0, 1, 3, Canvas.Air).Box(1, 0, 1, 2, Canvas.Air).Box(2, 0, 1, 1, Canvas.Air);
                break;
        }

        Assert.Equal(ThresholdOutcome.QhullError, canvas.Run(Masker).Outcome);
    }

    [Theory]
    [InlineData(double.NaN, ThresholdOutcome.OkTwoKept)]
    [InlineData(double.NegativeInfinity, ThresholdOutcome.OkTwoKept)]
    [InlineData(-300.00000000000006, ThresholdOutcome.OkTwoKept)]
    [InlineData(-300, ThresholdOutcome.TooFew)]
    [InlineData(double.PositiveInfinity, ThresholdOutcome.TooFew)]
    public void Compute_ValueOfASquare_IsAirBelowMinus300OrNaN(double hu, ThresholdOutcome expected)
    {
        var canvas = new Canvas(130, 130, Canvas.Tissue).Box(5, 5, 50, 50, Canvas.Air).Box(60, 60, 60, 50, hu);

        Assert.Equal(expected, canvas.Run(Masker).Outcome);
    }

    [Theory]
    [InlineData(256, 1)] // 255 filled layers
    [InlineData(257, 0)] // 256 filled layers: their uint8 sum is 0
    public void Compute_NestedRings_AddUpInEightBits(int contours, byte expected)
    {
        var side = 50 + (4 * contours);
        var canvas = new Canvas(side + 8, side + 8, Canvas.Air);
        for (var i = 0; i < contours; i++)
        {
            canvas.Box(4 + (2 * i), 4 + (2 * i), side - (4 * i), side - (4 * i), i % 2 == 0 ? Canvas.Tissue : Canvas.Air);
        }

        var (outcome, mask) = canvas.Run(Masker);

        Assert.Equal(ThresholdOutcome.Ok, outcome);
        Assert.Equal(expected, mask[(canvas.Rows / 2 * canvas.Columns) + (canvas.Columns / 2)]);
        Assert.Equal(1, mask[(10 * canvas.Columns) + 10]);
    }
}
