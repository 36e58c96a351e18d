using LungSeg.Thresholding.Contours;

namespace LungSeg.Thresholding.Tests;

/// <summary>Which pieces of air are lung, by ribs, by the lung beside them and by the slices before and after.</summary>
public class RefinedPlaceTests
{
    private static readonly RefinedMasker Masker = new();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Compute_PieceAwayFromLungs_IsLungOnlyUnderRibs(bool hasRib)
    {
        var canvas = WithSpine(Chest.Body().Oval(150, 100, 40, 30, -850)).Oval(90, 230, 8, 14, -850);
        if (hasRib)
        {
            canvas.Box(75, 220, 4, 22, 700);
        }

        Assert.Equal(hasRib ? 1 : 0, canvas.Run(Masker).Mask[(90 * Chest.Columns) + 230]);
    }

    [Fact]
    public void Compute_BoneBehindAPiece_IsNoRib()
    {
        var canvas = WithSpine(Chest.Body().Oval(150, 100, 40, 30, -850)).Oval(90, 230, 8, 14, -850).Box(101, 204, 4, 14, 700);

        Assert.Equal(0, canvas.Run(Masker).Mask[(90 * Chest.Columns) + 230]);
    }

    [Fact]
    public void Compute_RoundGasUnderRibs_IsNoLung()
    {
        // Median -900, but a tenth of it is as dark as the air around the body.
        var canvas = WithSpine(Chest.Body().Oval(150, 100, 40, 30, -850)).Oval(90, 230, 12, 12, -900).Oval(90, 230, 5, 5, -1000);
        canvas.Box(70, 220, 4, 22, 700);

        Assert.Equal(0, canvas.Run(Masker).Mask[(90 * Chest.Columns) + 230]);
    }

    [Theory]
    [InlineData(-850, 1)]
    [InlineData(-985, 0)]
    public void Compute_PieceAtTheMidlineBesideALung_IsLungUnlessItIsAirway(double hu, int expected)
    {
        var canvas = WithSpine(Chest.Create()).Oval(150, 146, 14, 6, hu);

        Assert.Equal(expected, canvas.Run(Masker).Mask[(150 * Chest.Columns) + 146]);
    }

    [Fact]
    public void Compute_GapBetweenBackAndTable_IsOutside()
    {
        // The table touches the body, and the field of view ends where the gap between both opens.
        var canvas = Chest.Create().Box(232, 20, 3, 280, 300).Box(0, 0, Chest.Rows, 36, -2000).Box(0, 284, Chest.Rows, 36, -2000);

        var mask = canvas.Run(Masker).Mask;

        Assert.Equal(-1, mask.AsSpan(226 * Chest.Columns).IndexOf((byte)1));
        Assert.True(Chest.Dice(mask, Chest.Lungs()) > 0.99);
    }

    [Fact]
    public void ComputeInScan_PieceThatContinuesALung_IsLung()
    {
        var canvas = WithSpine(Chest.Body().Oval(150, 100, 40, 30, -850)).Oval(90, 230, 8, 14, -850);
        var neighbour = new Canvas(Chest.Rows, Chest.Columns, 0).MaskOf((80, 210, 20, 40));

        Assert.Equal(0, InScan(canvas, [], new byte[canvas.Hu.Length]));
        Assert.Equal(1, InScan(canvas, [], neighbour));
        Assert.Equal(1, InScan(canvas, neighbour, []));
    }

    [Fact]
    public void ComputeInScan_PieceThatNoNeighbourContinues_IsNoLung()
    {
        var canvas = WithSpine(Chest.Body().Oval(150, 100, 40, 30, -850)).Oval(90, 230, 8, 14, -850).Box(75, 220, 4, 22, 700);
        var none = new byte[canvas.Hu.Length];

        Assert.Equal(1, InScan(canvas, [], []));
        Assert.Equal(1, InScan(canvas, none, []));
        Assert.Equal(0, InScan(canvas, none, none));
    }

    [Fact]
    public void ComputeAlone_OfLungsAlone_IsWhatAnyNeighboursGive()
    {
        var chest = Chest.Create();
        var all = Enumerable.Repeat((byte)1, chest.Hu.Length).ToArray();
        var (alone, inScan) = (new byte[all.Length], new byte[all.Length]);
        var bits = new BitSlice();

        Assert.Equal((ThresholdOutcome.Ok, false), RefinedMasker.ComputeAlone(chest.Hu, chest.Rows, chest.Columns, bits));
        bits.WriteTo(alone);
        foreach (var neighbour in (byte[][])[all, new byte[all.Length]])
        {
            RefinedMasker.ComputeInScan(chest.Hu, chest.Rows, chest.Columns, neighbour, neighbour, inScan);
            Assert.Equal(alone, inScan);
        }

        var piece = WithSpine(Chest.Body().Oval(150, 100, 40, 30, -850)).Oval(90, 230, 8, 14, -850);
        Assert.Equal((ThresholdOutcome.Ok, true), RefinedMasker.ComputeAlone(piece.Hu, piece.Rows, piece.Columns, bits));
    }

    private static Canvas WithSpine(Canvas canvas) => canvas.Box(190, 145, 20, 30, 600);

    private static int InScan(Canvas canvas, ReadOnlySpan<byte> before, ReadOnlySpan<byte> after)
    {
        var mask = new byte[canvas.Hu.Length];
        RefinedMasker.ComputeInScan(canvas.Hu, canvas.Rows, canvas.Columns, before, after, mask);
        return mask[(90 * Chest.Columns) + 230];
    }
}
