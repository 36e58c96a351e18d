using LungSeg.Core.Conversion.Slices;
using LungSeg.Core.Imaging;
using Xunit;

namespace LungSeg.Core.Tests.Conversion.Slices;

public sealed class SlicePiecesTests
{
    [Fact]
    public void FrameOf_Lesion_IsCentredOnItsBox()
    {
        // Lesion in rows 2..3, columns 4..6 of 8 x 8: centre (3, 5), so a square of 4 starts at (1, 3).
        var mask = new byte[64];
        foreach (var at in new[] { (2, 4), (2, 6), (3, 5) })
        {
            mask[(at.Item1 * 8) + at.Item2] = 1;
        }
        Assert.Equal(new SliceFrame(1, 3, 4, 4), new SliceResizer(null, 4, Resampling.Area).GetFrame(mask, new(8, 8)));
    }

    [Fact]
    public void Cut_FrameBeyondTheSlice_IsFilled()
    {
        double[] slice = [1, 2, 3, 4, 5, 6];
        var framed = new double[9];
        new SliceFrame(-1, 1, 3, 3).Cut(slice, new(2, 3), -1024, framed);
        Assert.Equal([-1024, -1024, -1024, 2, 3, -1024, 5, 6, -1024], framed);
    }

    [Fact]
    public void Cut_FrameBesideTheSlice_IsAllFilling()
    {
        var framed = new byte[4];
        new SliceFrame(0, 9, 2, 2).Cut<byte>([1, 1, 1, 1], new(2, 2), 7, framed);
        Assert.Equal([7, 7, 7, 7], framed);
    }

    [Fact]
    public void Fit_NonSquare_IsFilledUpToASquareFirst()
    {
        var resizer = new SliceResizer(2, null, Resampling.Area);
        var frame = resizer.GetFrame(new byte[8], new(2, 4));
        Assert.Equal(new SliceFrame(0, 0, 4, 4), frame);
        var scaled = new double[4];
        resizer.Fit([10, 20, 30, 40, 50, 60, 70, 80], new(2, 4), frame, scaled);

        // Means of (10, 20, 50, 60) and (30, 40, 70, 80); below there is only filling.
        Assert.Equal([35, 55, -1024, -1024], scaled);
    }

    [Fact]
    public void Fit_PaddingBesideTissue_HasNoShareInIt()
    {
        // 9 of 16 columns are padding of -2000, the others 41. Scaled pixel 4 covers a column of each: it shows the tissue alone.
        double[] slice = [.. Enumerable.Range(0, 256).Select(at => at % 16 < 9 ? -2000.0 : 41)];
        var scaled = new double[64];
        var resizer = new SliceResizer(8, null, Resampling.Area);
        resizer.Fit(slice, new(16, 16), resizer.GetFrame(new byte[256], new(16, 16)), scaled);
        Assert.Equal([-2000, -2000, -2000, -2000, 41, 41, 41, 41], scaled[24..32]);
        Assert.Equal([-2000.0, 41], scaled.Distinct());
    }

    [Fact]
    public void Fit_WholeHu_StayWhole()
    {
        // The means are 40.75 and 10.25; of HU that are not whole they stay.
        double[] slice = [40, 41, 10, 10, 41, 41, 10, 11];
        var resizer = new SliceResizer(2, null, Resampling.Area);
        var frame = resizer.GetFrame(new byte[8], new(2, 4));
        var scaled = new double[4];
        resizer.Fit(slice, new(2, 4), frame, scaled);
        Assert.Equal([41, 10, -1024, -1024], scaled);
        slice[0] = 40.5;
        resizer.Fit(slice, new(2, 4), frame, scaled);
        Assert.Equal([40.875, 10.25, -1024, -1024], scaled);
    }

    [Theory]
    [InlineData(-1024, true, true)]
    [InlineData(32767, true, true)]
    [InlineData(32768, false, true)]
    [InlineData(-32769, false, true)]
    [InlineData(0.5, false, true)]
    [InlineData(0.1, false, false)]
    [InlineData(-0.0, true, true)]
    [InlineData(double.NaN, false, true)]
    [InlineData(double.PositiveInfinity, false, true)]
    public void Fits_OneValueAnywhere_Decides(double value, bool int16, bool float32)
    {
        for (var at = 0; at < 11; at++)
        {
            var hu = Enumerable.Repeat(-700.0, 11).ToArray();
            hu[at] = value;
            Assert.Equal(int16, HuEncoding.FitsInt16(hu));
            Assert.Equal(float32, HuEncoding.FitsFloat32(hu));
        }
    }

    [Fact]
    public void SignedZeros_OnlyNegativeZeros_AreCounted() => Assert.Equal(2, HuEncoding.SignedZeros([0.0, -0.0, -1, -0.0, double.NaN]));
}
