using Xunit;

namespace LungSeg.Core.Tests.Validation.Rules;

public sealed class PaddingRuleTests : RuleTest
{
    [Fact]
    public void Check_PaddedAndUnpaddedSlices_AreListedByValue()
    {
        foreach (var row in Set.Rows)
        {
            Fill(row, -1000.0);
        }
        Fill(Set.Rows[1], -2000);
        Fill(Set.Rows[2], -2000);
        Fill(Set.Rows[3], -3024);
        foreach (var row in Set.Rows.Take(1))
        {
            row.HuOld[0] = -1001;
        }
        Assert.Equal("3 of 4 slices are padded: -2000 HU in 2, -3024 HU in 1", AssertOnly("LS018", Validate(), [null]).Message);
    }

    /// <summary>Gives the first 30 rows of pixels one value, and makes all that is lower as high as air.</summary>
    private static void Fill(PlantedRow row, double padding)
    {
        for (var i = 0; i < row.HuOld.Length; i++)
        {
            row.HuOld[i] = i < 30 * row.Side ? padding : Math.Max(row.HuOld[i], -999);
        }
        row.Keep(i => row.Lung[i] != 0);
    }
}
