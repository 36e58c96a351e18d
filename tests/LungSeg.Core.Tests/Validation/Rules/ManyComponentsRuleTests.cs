using Xunit;

namespace LungSeg.Core.Tests.Validation.Rules;

public sealed class ManyComponentsRuleTests : RuleTest
{
    [Theory]
    [InlineData(10, false)]
    [InlineData(11, true)]
    public void Check_SinglePixels_AreCounted(int pieces, bool found)
    {
        var row = Set.Rows[2];
        Array.Clear(row.Mask);

        // Even rows and columns only: no two pixels touch.
        foreach (
            var i in Enumerable.Range(0, row.Lung.Length).Where(i => row.Lung[i] != 0 && i % 2 == 0 && i / row.Side % 2 == 0).Take(pieces)
        )
        {
            row.Mask[i] = 1;
        }
        if (found)
        {
            AssertOnly("LS024", Validate(), "set:2");
        }
        else
        {
            Assert.DoesNotContain(Validate(), finding => finding.Rule.Id == "LS024");
        }
    }
}
