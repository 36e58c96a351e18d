using LungSeg.Core.Analysis;
using LungSeg.Core.Model;
using LungSeg.Thresholding;
using Xunit;

namespace LungSeg.Core.Tests.Analysis;

/// <summary>Slices of a few pixels; shares computed by hand.</summary>
public sealed class KeptAreaTests
{
    private static readonly double[] Old = [-900, -900, 50, 0, -1000, -900, 60, -800];

    [Fact]
    public void Mark_ZeroWhereTheSliceIsNot_IsDropped()
    {
        double[] hu = [-900, -0.0, 0, 0, -0.0, -900, 0, -800];
        var kept = new byte[8];
        KeptArea.Mark(hu, Old, kept);
        Assert.Equal([1, 0, 0, 1, 0, 1, 0, 1], kept);
    }

    [Fact]
    public void Dice_OfHandMadeAreas_IsTwiceTheCommonShare()
    {
        Assert.Equal(0.5, MaskOverlap.Dice([1, 1, 0, 0], [0, 1, 1, 0]));
        Assert.Equal(1, MaskOverlap.Dice([0, 0], [0, 0]));
        Assert.Equal(0, MaskOverlap.Dice([1, 0], [0, 1]));
    }

    [Theory]
    [InlineData("00 01 02 12", StoredArea.BodyKept)] // Half of the largest component of tissue: 4 of its 8 pixels.
    [InlineData("00 01 02", StoredArea.NotLung)] // 3 of 8, and nothing but tissue.
    [InlineData("00 01 13 23 31", StoredArea.Ok)] // As much air as tissue.
    [InlineData("00 35 25", StoredArea.NotLung)] // The other component is larger only if corners joined it.
    [InlineData("13 23", StoredArea.Ok)]
    [InlineData("", StoredArea.Ok)] // Empty, and there is no lung.
    public void Classify_ByWhatIsKept_IsTheFirstThatHolds(string keptPixels, StoredArea expected)
    {
        // Tissue is 40; the component of 8 pixels comes near the one of 3 at a corner alone.
        const double X = 40;
        double[] old = [X, X, X, -900, -900, -900, X, -900, X, -900, -900, -900, X, X, X, -900, -900, X, -900, -900, -900, X, X, X];
        var kept = new byte[old.Length];
        foreach (var at in keptPixels.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            kept[((at[0] - '0') * 6) + at[1] - '0'] = 1;
        }
        var hu = new double[old.Length];
        LungProduct.Apply(old, kept, hu);
        Assert.Equal(expected, KeptArea.Classify(hu, old, kept, 6, () => RefinedMasker.FindLungs(new double[24], 4, 6)));
    }

    [Fact]
    public void Classify_SameBits_IsRaw()
    {
        var kept = new byte[8];
        Array.Fill(kept, (byte)1);
        Assert.Equal(StoredArea.Raw, KeptArea.Classify(Old, Old, kept, 4, NoLungs));
        Assert.False(KeptArea.HasSameBits([0.0], [-0.0]));
        Assert.True(KeptArea.HasSameBits([double.NaN], [double.NaN]));
    }

    [Fact]
    public void Classify_OneLungGone_IsLungLost()
    {
        var slice = new LungSeg.Core.Phantom.PhantomDataset(1, 3).Render(0);
        var lungs = RefinedMasker.FindLungs(slice.Hu, slice.Side, slice.Side);
        Assert.Equal(2, lungs.Count);
        var kept = lungs.Labels.ToArray().Select(label => label == 2 ? (byte)1 : (byte)0).ToArray();
        var hu = new double[kept.Length];
        LungProduct.Apply(slice.Hu, kept, hu);
        Assert.Equal(StoredArea.LungLost, KeptArea.Classify(hu, slice.Hu, kept, slice.Side, () => lungs));
        Array.ConvertAll(lungs.Labels.ToArray(), label => Math.Min(label, (byte)1)).CopyTo(kept, 0);
        LungProduct.Apply(slice.Hu, kept, hu);
        Assert.Equal(StoredArea.Ok, KeptArea.Classify(hu, slice.Hu, kept, slice.Side, () => lungs));
    }

    private static LungComponents NoLungs() => RefinedMasker.FindLungs(new double[8], 2, 4);
}
