using LungSeg.Core.Analysis;
using Xunit;

namespace LungSeg.Core.Tests.Analysis;

/// <summary>Percentiles and moments of a few values, from numpy 1.24.</summary>
public sealed class HuCountsTests
{
    [Theory]
    [InlineData(new double[] { -3, 7, 7, 10, 2000 }, new[] { -2.6, -1.0, 7.0, 1601.9999999999995, 1920.3999999999999 })]
    [InlineData(new double[] { 5 }, new[] { 5.0, 5, 5, 5, 5 })]
    [InlineData(new double[] { -32768, 65535 }, new[] { -31784.97, -27852.85, 16383.5, 60619.85, 64551.97 })]
    [InlineData(new double[] { 1, 2, 3, 4 }, new[] { 1.03, 1.15, 2.5, 3.8499999999999996, 3.9699999999999998 })]
    public void Percentiles_AreNumpysLinear(double[] values, double[] expected)
    {
        var counts = new HuCounts();
        Assert.True(new HuScan().TryCount(values, counts));
        Assert.Equal(expected, counts.Percentiles(1, 5, 50, 95, 99));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    [InlineData(0.5)]
    [InlineData(-1e-300)]
    [InlineData(-32769)]
    [InlineData(65536)]
    [InlineData(4294967296)]
    public void TryCount_OneValueThatIsNoWholeNumberOf16Bits_LeavesNoCounts(double value)
    {
        foreach (var place in new[] { 0, 7, 1023, 1024, 2500, 2999 })
        {
            var values = new double[3000];
            values.AsSpan().Fill(-1024);
            values[place] = value;
            var (scan, counts) = (new HuScan(), new HuCounts());
            Assert.False(scan.TryCount(values, counts));
            Assert.Equal(0, counts.Total);

            // What was counted before the value was met must not come up in the next slice.
            Assert.True(scan.TryCount([-1024, 3], counts));
            Assert.Equal((2, -1024, 1), (counts.Total, counts.First, counts.Counts[0]));
        }
    }

    [Fact]
    public void TryCount_ManyEqualValuesAndBothEnds_CountsEach()
    {
        double[] values = [.. Enumerable.Repeat(-2048.0, 5001), .. Enumerable.Repeat(65535.0, 3), -0.0, -32768];
        var counts = new HuCounts();
        Assert.True(new HuScan().TryCount(values, counts));
        Assert.Equal((5006, -32768), (counts.Total, counts.First));
        Assert.Equal((1L, 5001L, 1L, 3L), (counts.Counts[0], counts.Counts[30720], counts.Counts[32768], counts.Counts[^1]));
    }

    [Fact]
    public void Moments_OfCountsAndOfValues_AreTheSameIntegers()
    {
        double[] values = [-3, 7, 7, 10, 2000];
        var counts = new HuCounts();
        new HuScan().TryCount(values, counts);
        var expected = new PixelMoments(5, 2021, 4000207, null);
        Assert.Equal(expected, PixelMoments.Compute(counts));
        Assert.Equal(expected, PixelMoments.Compute(values));
        Assert.Equal(404.2, expected.Mean);
        Assert.Equal(797.9121254875125, expected.Std, 1e-12 * 2021);
    }

    [Fact]
    public void Moments_OfFractionsFarFromZero_KeepTheSpread()
    {
        // numpy: var of [1e6 + 0.25, 1e6 + 0.5, 1e6 + 0.75] is 1/24.
        var moments = PixelMoments.Compute([1000000.25, 1000000.5, 1000000.75]);
        Assert.Null(moments.SumSquares);
        Assert.Equal(1000000.5, moments.Mean);
        Assert.Equal(Math.Sqrt(1 / 24.0), moments.Std, 1e-15);
    }

    [Fact]
    public void Add_BelowNone_IsRefused()
    {
        var counts = new HuCounts();
        counts.Add(5, 2);
        Assert.Throws<ArgumentOutOfRangeException>(() => counts.Add(5, -3));
        Assert.Throws<ArgumentOutOfRangeException>(() => counts.Add(65536, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => counts.Add(-32769, 1));
    }

    [Fact]
    public void Histogram_TakesEdgesFromBelow()
    {
        var histogram = new HuHistogram();
        foreach (var hu in new[] { -1024.5, -1024, -993, -992, 3071.9, 3072 })
        {
            histogram.Add(hu, 1);
        }
        Assert.Equal(
            (1, 1, 2L, 1L, 1L),
            (histogram.Below, histogram.Above, histogram.Counts[0], histogram.Counts[1], histogram.Counts[127])
        );
        Assert.Equal((129, -1024, 3072), (HuHistogram.Edges.Count, HuHistogram.Edges[0], HuHistogram.Edges[^1]));
    }
}
