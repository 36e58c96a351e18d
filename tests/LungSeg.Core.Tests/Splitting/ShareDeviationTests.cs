using LungSeg.Core.Splitting;
using Xunit;

namespace LungSeg.Core.Tests.Splitting;

public sealed class ShareDeviationTests
{
    [Fact]
    public void Compute_TwoFolds_IsTheMeanOverFoldsAndClasses()
    {
        // a: 3 of 5 overall; fold 0 has 2 of 2, fold 1 has 1 of 3. |1 - 0.6| = 0.4 and |1/3 - 0.6| = 4/15: mean 1/3; b the same.
        var deviation = ShareDeviation.Compute(["0", "0", "1", "1", "1"], ["a", "a", "a", "b", "b"]);
        Assert.Equal(["a", "b"], deviation.Categories.Select(category => category.Name));
        Assert.Equal(0.6, deviation.Categories[0].Share, 15);
        Assert.All(deviation.Categories, category => Assert.Equal(1.0 / 3, category.Deviation, 15));
        Assert.Equal(1.0 / 3, deviation.Mean, 15);
    }

    [Fact]
    public void Compute_NoRows_IsZero() => Assert.Equal(0, ShareDeviation.Compute([], []).Mean);
}
