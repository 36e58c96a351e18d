namespace LungSeg.Thresholding.Tests;

public class RefinedMaskerTests
{
    private static readonly RefinedMasker Masker = new();

    [Fact]
    public void Compute_PlainChest_GivesBothLungsWithoutTrachea()
    {
        var (outcome, mask) = Chest.Create().Run(Masker);

        Assert.Equal(ThresholdOutcome.Ok, outcome);
        Assert.True(Chest.Dice(mask, Chest.Lungs()) > 0.99);
        Assert.Equal(0, mask[(100 * Chest.Columns) + 160]);
    }

    [Fact]
    public void Compute_OneLung_IsAResult()
    {
        var canvas = Chest.Body().Oval(130, 100, 60, 38, -850);

        var (outcome, mask) = canvas.Run(Masker);

        Assert.Equal(ThresholdOutcome.Ok, outcome);
        Assert.True(Chest.Dice(mask, Chest.Lungs(right: false)) > 0.99);
    }

    [Fact]
    public void Compute_BodyWithoutAir_IsTooFew()
    {
        Assert.Equal(ThresholdOutcome.TooFew, Chest.Body().Run(Masker).Outcome);
    }

    [Fact]
    public void Compute_LesionOnThePleura_IsKept()
    {
        var canvas = Chest.Create().Oval(130, 66, 14, 14, 30);

        var mask = canvas.Run(Masker).Mask;

        Assert.True(Chest.Dice(mask, Chest.Lungs()) > 0.985);
        Assert.Equal(1, mask[(130 * Chest.Columns) + 68]);
    }

    [Fact]
    public void Compute_VesselsInside_AreFilled()
    {
        var canvas = Chest.Create().Oval(120, 95, 6, 6, 30).Oval(150, 210, 10, 4, 30);

        Assert.True(Chest.Dice(canvas.Run(Masker).Mask, Chest.Lungs()) > 0.99);
    }

    [Theory]
    [InlineData(-1024)]
    [InlineData(-2000)]
    [InlineData(-2048)]
    [InlineData(-3024)]
    [InlineData(double.NaN)]
    public void Compute_PaddingAroundACutBody_ChangesNothing(double padding)
    {
        var canvas = Chest.Create();
        canvas.Box(0, 0, Chest.Rows, 50, padding).Box(0, 270, Chest.Rows, 50, padding).Box(0, 0, 20, Chest.Columns, padding);

        Assert.True(Chest.Dice(canvas.Run(Masker).Mask, Chest.Lungs()) > 0.99);
    }

    [Theory]
    [InlineData(-2000)]
    [InlineData(-3024)]
    [InlineData(double.NaN)]
    public void Compute_LungCutByTheFieldOfView_IsKeptUpToTheCut(double padding)
    {
        var canvas = Chest.Create().Box(0, 0, Chest.Rows, 80, padding).Box(0, 240, Chest.Rows, 80, padding);
        var expected = Chest.Lungs();
        for (var i = 0; i < expected.Length; i++)
        {
            expected[i] *= (byte)(i % Chest.Columns is >= 80 and < 240 ? 1 : 0);
        }

        var mask = canvas.Run(Masker).Mask;

        Assert.True(Chest.Dice(mask, expected) > 0.985);
        Assert.Equal(0, mask[(130 * Chest.Columns) + 79]);
    }

    [Theory]
    [InlineData(-1024)]
    [InlineData(-2000)]
    public void Compute_LungCutByARoundFieldOfView_IsKept(double padding)
    {
        // About the middle of the slice; lungs reach from 22 to 98 px aside of it.
        var canvas = Chest.Create();
        var expected = Chest.Lungs();
        for (var i = 0; i < expected.Length; i++)
        {
            var (row, column) = (i / Chest.Columns, i % Chest.Columns);
            if (Math.Pow(row - 127.5, 2) + Math.Pow(column - 159.5, 2) > 85 * 85)
            {
                canvas.Box(row, column, 1, 1, padding);
                expected[i] = 0;
            }
        }

        Assert.True(Chest.Dice(canvas.Run(Masker).Mask, expected) > 0.98);
    }

    [Fact]
    public void Compute_FoamOnATableBesideClippedAir_IsLeftOut()
    {
        // All air is flat, as -1024 on scanners that end there; the foam lies between the back and a plate that touches it.
        var canvas = new Canvas(Chest.Rows, Chest.Columns, -1024)
            .Oval(130, 160, 95, 125, 40)
            .Oval(130, 100, 60, 38, -850)
            .Oval(130, 220, 60, 38, -850);
        canvas.Box(220, 60, 14, 200, -900).Box(234, 20, 6, 280, -150).Box(215, 155, 20, 10, 40);

        var mask = canvas.Run(Masker).Mask;

        Assert.True(Chest.Dice(mask, Chest.Lungs()) > 0.99);
    }

    [Fact]
    public void Compute_SmallPartOfACutLung_IsKept()
    {
        var canvas = new Canvas(512, 512, -1000)
            .Oval(256, 256, 190, 240, 40)
            .Oval(256, 150, 120, 70, -850)
            .Oval(150, 400, 20, 60, -850)
            .Box(0, 400, 512, 112, -2000);

        var mask = canvas.Run(Masker).Mask;

        Assert.Equal(1, mask[(150 * 512) + 380]);
        Assert.Equal(1, mask[(256 * 512) + 150]);
        Assert.Equal(0, mask[(150 * 512) + 400]);
    }

    [Fact]
    public void Compute_TableAndPocketsBelowTheBack_AreLeftOut()
    {
        var canvas = Chest.Create().Box(223, 20, 4, 280, -150).Box(240, 20, 3, 280, -150);

        var mask = canvas.Run(Masker).Mask;

        Assert.True(Chest.Dice(mask, Chest.Lungs()) > 0.99);
        Assert.False(mask.AsSpan(215 * Chest.Columns).Contains((byte)1));
    }

    [Fact]
    public void Compute_GasInTheStomach_IsLeftOut()
    {
        var canvas = Chest.Body().Oval(130, 100, 60, 38, -850).Oval(120, 220, 20, 26, -995);

        var mask = canvas.Run(Masker).Mask;

        Assert.Equal(0, mask[(120 * Chest.Columns) + 220]);
    }

    [Fact]
    public void FindLungs_TouchingLungs_AreToldApart()
    {
        var canvas = Chest.Create().Box(84, 110, 6, 100, -850);

        var lungs = RefinedMasker.FindLungs(canvas.Hu, Chest.Rows, Chest.Columns);

        Assert.Equal(2, lungs.Count);
        Assert.NotEqual(lungs.Labels[(130 * Chest.Columns) + 100], lungs.Labels[(130 * Chest.Columns) + 220]);
        Assert.InRange(lungs.CountPixels(1), lungs.CountPixels(0) / 2, lungs.CountPixels(0));
    }

    [Fact]
    public void FindLungs_Labels_CoverTheMask()
    {
        var canvas = Chest.Create();

        var lungs = RefinedMasker.FindLungs(canvas.Hu, Chest.Rows, Chest.Columns);

        Assert.Equal(canvas.Run(Masker).Mask, lungs.Labels.ToArray().Select(label => (byte)(label == 0 ? 0 : 1)));
    }
}
