using LungSeg.Core.Datasets;
using LungSeg.Core.Model;
using LungSeg.Core.Statistics;
using LungSeg.Thresholding;
using Xunit;

namespace LungSeg.Core.Tests.Statistics;

/// <summary>
/// Small slices; figures computed by hand or by numpy and scipy. Real and hostile slices are compared in tests/interop/stats.
/// </summary>
public sealed class DatasetStatisticsTests
{
    private const int Side = 16;

    [Theory]
    [InlineData(-2048, 4, 64)] // 4 rows of 16: just enough
    [InlineData(-2048, 3, 0)] // 48 px
    [InlineData(-1000, 4, 64)]
    [InlineData(-999, 4, 0)]
    public void Padding_IsTheLeastValueAtACornerFrom64PixelsOn(double value, int lines, long padding)
    {
        var old = Filled(40);
        old.AsSpan(0, lines * Side).Fill(value);
        var row = One(old);
        Assert.Equal(padding, row.HuPaddingPx);
        Assert.Equal(256 - padding, row.HuPx);
        Assert.Equal(padding > 0 ? 40 : value, row.HuMin);
    }

    [Fact]
    public void Padding_AwayFromCornersOrNotTheLeast_IsNone()
    {
        var inner = Filled(40);
        for (var r = 3; r < 13; r++)
        {
            inner.AsSpan((r * Side) + 3, 10).Fill(-2000);
        }
        Assert.Equal(0, One(inner).HuPaddingPx);

        var notLeast = Filled(40);
        notLeast.AsSpan(0, 80).Fill(-2000);
        notLeast[200] = -2001;
        Assert.Equal(0, One(notLeast).HuPaddingPx);
    }

    [Fact]
    public void Hu_OfAllPaddingOrAllNaN_IsNull()
    {
        var row = One(Filled(-2000));
        Assert.Equal((256L, 0L, null, null, null), (row.HuPaddingPx, row.HuPx, row.HuMin, row.HuMean, row.HuP50));
        row = One(Filled(double.NaN));
        Assert.Equal((0L, 0L, 256L, null, null), (row.HuPaddingPx, row.HuPx, row.HuNonFinitePx, row.HuMin, row.HuStd));
    }

    [Fact]
    public void Hu_NotFinite_IsLeftOutAndTheRestStaysExact()
    {
        var old = Filled(10);
        (old[100], old[101], old[102], old[103], old[104]) = (double.NaN, double.PositiveInfinity, double.NegativeInfinity, -901, 200);
        var row = One(old);

        // numpy over the finite: 251 x 10, -901 and 200 are 253 px with sum 1809 and squares 876901.
        Assert.Equal((253L, 3L, -901.0, 200.0), (row.HuPx, row.HuNonFinitePx, row.HuMin, row.HuMax));
        Assert.Equal((1809.0, 876901L, 10.0), (row.HuSum, row.HuSumSquares, row.HuP50));
        Assert.Equal((1L, 0L, 251L, 1L), (row.HuAirPx, row.HuLungPx, row.HuSoftPx, row.HuBonePx));
    }

    [Fact]
    public void Hu_WithFractions_HasNoPercentiles()
    {
        var old = Filled(1);
        old[9] = 1.5;
        var row = One(old);
        Assert.Equal((256.5, null, null), (row.HuSum, row.HuSumSquares, row.HuP50));
        Assert.Equal(256.5 / 256, row.HuMean);
        Assert.Equal(Math.Sqrt(255.0 / 256 / 256 / 4), row.HuStd!.Value, 1e-14);
    }

    [Fact]
    public void Lesion_TwoPixels_HasItsPlaceAndRing()
    {
        var mask = new byte[Side * Side];
        mask[(8 * Side) + 7] = mask[(9 * Side) + 8] = 1;
        var old = Filled(-800);
        (old[(8 * Side) + 7], old[(9 * Side) + 8]) = (20, 41);
        var row = One(old, mask: mask);
        Assert.Equal((2L, 8L, 7L, 10L, 9L), (row.LesionPx, row.LesionTop, row.LesionLeft, row.LesionBottom, row.LesionRight));
        Assert.Equal((8.5, 7.5, 30.5, 10.5), (row.LesionRow, row.LesionCol, row.LesionHuMean, row.LesionHuStd));

        // A disc of radius 5 has 81 px; two of them, one step apart diagonally, have 96 (scipy.ndimage.binary_dilation).
        Assert.Equal((94L, -800.0, 830.5), (row.RingPx, row.RingHuMean, row.LesionContrast));
        Assert.Equal((1L, 2L, 0L), (row.LesionComponents, row.LesionLargestPx, row.LesionHoles));
        Assert.Equal(1.5957691216057308, row.LesionDiameterPx!.Value, 1e-15);
    }

    [Fact]
    public void Lesion_RingWithIslandAndGap_CountsPartsAndHoles()
    {
        // A ring around an island, a pixel that touches the ring diagonally, and a bay at the left border.
        string[] picture =
        [
            "..........",
            ".#####....",
            ".#...#....",
            ".#.#.#....",
            ".#...#....",
            ".#####....",
            "......#...",
            "##........",
            ".#........",
            "##........",
        ];
        var mask = string.Concat(picture).Select(c => c == '#' ? (byte)1 : (byte)0).ToArray();
        var row = Measure(10, 10, new double[100], null, mask)[0];

        // scipy.ndimage: the bay is open at the image's edge, so that binary_fill_holes leaves it.
        Assert.Equal((23L, 3L, 17L, 1L, 8L), (row.LesionPx, row.LesionComponents, row.LesionLargestPx, row.LesionHoles, row.LesionHolePx));
    }

    [Fact]
    public void Lesion_EmptyAndNearEmpty_AreCounted()
    {
        var mask = new byte[3 * Side * Side];
        mask.AsSpan(256, 9).Fill(1);
        mask.AsSpan(512, 10).Fill(1);
        using var file = new StatisticsFile(Side, Side, null, null, mask);
        using var dataset = Dataset.Open(file.Path);
        var statistics = DatasetStatistics.Measure([.. dataset.Rows], new StatisticsOptions());
        var lesion = statistics.Overall.Lesion;
        Assert.Equal((2, 1, 1), (lesion.RowsWith, lesion.RowsEmpty, lesion.RowsNearEmpty));
        Assert.Equal(new SizeRange(9, 9.5, 9.5, 10), lesion.Pixels);
        Assert.Equal((0, null, null), (statistics.Overall.Hu.Rows, statistics.Overall.Hu.Mean, lesion.HuMean));
        Assert.Equal("missing", statistics.By.Single().Name);
    }

    [Fact]
    public void Kept_IsTheShareNotDropped()
    {
        var (old, hu, mask) = (Filled(-700), new double[256], new byte[256]);
        hu.AsSpan(0, 64).Fill(-700);
        mask.AsSpan(60, 8).Fill(1);
        var row = One(old, hu, mask);
        Assert.Equal((0.25, 0.5), (row.LungShare, row.LesionKept));
    }

    [Fact]
    public void Image_HuArray_LeavesDroppedOut()
    {
        var (old, hu) = (Filled(-700), new double[256]);
        hu.AsSpan(0, 64).Fill(-700);
        (old[200], hu[10]) = (0, -100);
        using var file = new StatisticsFile(Side, Side, old, hu, null);
        using var dataset = Dataset.Open(file.Path);
        var row = DatasetStatistics.Measure([.. dataset.Rows], new StatisticsOptions { Image = HuColumn.Hu }).Rows[0];

        // The 0 of hu_array where hu_array_old is 0 as well was measured.
        Assert.Equal((65L, 191L, -700.0, 0.0, -44200.0), (row.HuPx, row.HuDroppedPx, row.HuMin, row.HuMax, row.HuSum));
    }

    [Fact]
    public void By_ClassesInTheirOrder_WithUnknownLast()
    {
        using var file = new StatisticsFile(1, 2, [1, 2, 3, 4, 5, 6, 7, 8], null, null, ["LR4B", "?", "LR2", "4b"]);
        using var dataset = Dataset.Open(file.Path);
        var statistics = DatasetStatistics.Measure([.. dataset.Rows], new StatisticsOptions { Jobs = 2 });
        Assert.Equal(["LR2", "LR4B", "unknown"], statistics.By.Select(group => group.Name));
        Assert.Equal([5.5, 4.5, 3.5], statistics.By.Select(group => group.Hu.Mean!.Value));
        Assert.Equal((4.5, Math.Sqrt(5.25), 4.5), (statistics.Overall.Hu.Mean, statistics.Overall.Hu.Std, statistics.Overall.Hu.P50));
        Assert.Null(statistics.Rows[0].Outcome);
    }

    [Fact]
    public void Position_OfAPhantom_IsInsideTheLungItWasPutIn()
    {
        // Two lungs of 60 x 40 in a body; the lesion, 3 x 3, lies in the one on the right, 6 px from its inner edge.
        var (old, mask) = (new double[128 * 128], new byte[128 * 128]);
        old.AsSpan().Fill(-1000);
        Fill(old, 14, 10, 114, 118, 40);
        Fill(old, 34, 18, 94, 58, -850);
        Fill(old, 34, 70, 94, 110, -850);
        for (var r = 60; r < 63; r++)
        {
            mask.AsSpan((r * 128) + 75, 3).Fill(1);
        }
        var row = Measure(128, 128, old, null, mask)[0];
        Assert.Equal((2L, LungSide.ImageRight, 1.0), (row.Lungs, row.LesionSide, row.LesionInLung));
        Assert.Equal((6.0, 8.0), (row.PleuraMinPx, row.PleuraMaxPx));
    }

    private static void Fill(double[] slice, int top, int left, int bottom, int right, double hu)
    {
        for (var r = top; r < bottom; r++)
        {
            slice.AsSpan((r * 128) + left, right - left).Fill(hu);
        }
    }

    private static double[] Filled(double hu)
    {
        var slice = new double[Side * Side];
        slice.AsSpan().Fill(hu);
        return slice;
    }

    private static RowStatistics One(double[] old, double[]? hu = null, byte[]? mask = null) => Measure(Side, Side, old, hu, mask)[0];

    private static IReadOnlyList<RowStatistics> Measure(int rows, int columns, double[]? old, double[]? hu, byte[]? mask)
    {
        using var file = new StatisticsFile(rows, columns, old, hu, mask);
        using var dataset = Dataset.Open(file.Path);
        return DatasetStatistics.Measure([.. dataset.Rows], new StatisticsOptions()).Rows;
    }
}
