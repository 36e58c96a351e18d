using LungSeg.Thresholding.Contours;

namespace LungSeg.Thresholding.Tests;

public class LungComponentsTests
{
    [Fact]
    public void FromSides_LargerSecond_BecomesFirst()
    {
        var lungs = Lungs([1, 0, 2, 2, 2, 1, 0]);

        Assert.Equal(2, lungs.Count);
        Assert.Equal((byte[])[2, 0, 1, 1, 1, 2, 0], lungs.Labels.ToArray());
        Assert.Equal((3, 2), (lungs.CountPixels(0), lungs.CountPixels(1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => lungs.CountPixels(2));
    }

    [Fact]
    public void GetSide_Lungs_StaysWhenTheyAreOrderedBySize()
    {
        var lungs = Lungs([1, 0, 2, 2]);
        Assert.Equal((LungSide.ImageRight, LungSide.ImageLeft), (lungs.GetSide(0), lungs.GetSide(1)));
        lungs = Lungs([1, 1, 2]);
        Assert.Equal((LungSide.ImageLeft, LungSide.ImageRight), (lungs.GetSide(0), lungs.GetSide(1)));
        Assert.Equal(LungSide.ImageRight, Lungs([0, 2]).GetSide(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Lungs([0, 2]).GetSide(1));
    }

    [Fact]
    public void LowestKeptShare_HalfOfTheSmallerLung_IsOneHalf()
    {
        var lungs = Lungs([1, 1, 1, 2, 2]);

        Assert.Equal(0.5, lungs.LowestKeptShare([1, 1, 1, 0, 1]));
        Assert.Equal(1, lungs.LowestKeptShare([1, 1, 1, 1, 1]));
        Assert.Throws<ArgumentException>(() => lungs.LowestKeptShare([1]));
    }

    [Fact]
    public void LowestKeptShare_NoLung_IsOne()
    {
        var lungs = Lungs([0, 0]);

        Assert.Equal(0, lungs.Count);
        Assert.Equal(1, lungs.LowestKeptShare([0, 0]));
    }

    // One row of pixels: 1 for the lung on the side of lower columns, 2 for the other.
    private static LungComponents Lungs(byte[] labels)
    {
        var (left, right) = (new BitSlice(), new BitSlice());
        left.LoadMask([.. labels.Select(label => (byte)(label == 1 ? 1 : 0))], 1, labels.Length);
        right.LoadMask([.. labels.Select(label => (byte)(label == 2 ? 1 : 0))], 1, labels.Length);
        return LungComponents.FromSides(left, right);
    }
}
