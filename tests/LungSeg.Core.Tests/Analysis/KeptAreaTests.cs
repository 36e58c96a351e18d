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
    [InlineData(new byte[] { 1, 1, 1, 1, 1, 1, 1, 1 }, StoredArea.Ok)] // 3 of 8 kept pixels are tissue: 37.5 %
    [InlineData(new byte[] { 1, 1, 1, 1, 0, 1, 1, 1 }, StoredArea.BodyKept)] // 3 of 7: 42.9 %
    [InlineData(new byte[] { 1, 1, 0, 0, 1, 1, 0, 0 }, StoredArea.Ok)]
    public void Classify_ByTissueShare_DrawsTheLineAtForty(byte[] kept, StoredArea expected)
    {
        var hu = new double[8];
        LungProduct.Apply(Old, kept, hu);
        Assert.Equal(expected, KeptArea.Classify(hu, [.. Old[..7], -799], kept, NoLungs));
    }

    [Fact]
    public void Classify_SameBits_IsRaw()
    {
        var kept = new byte[8];
        Array.Fill(kept, (byte)1);
        Assert.Equal(StoredArea.Raw, KeptArea.Classify(Old, Old, kept, NoLungs));
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
        Assert.Equal(StoredArea.LungLost, KeptArea.Classify(hu, slice.Hu, kept, () => lungs));
        Array.ConvertAll(lungs.Labels.ToArray(), label => Math.Min(label, (byte)1)).CopyTo(kept, 0);
        LungProduct.Apply(slice.Hu, kept, hu);
        Assert.Equal(StoredArea.Ok, KeptArea.Classify(hu, slice.Hu, kept, () => lungs));
    }

    private static LungComponents NoLungs() => RefinedMasker.FindLungs(new double[8], 2, 4);
}
