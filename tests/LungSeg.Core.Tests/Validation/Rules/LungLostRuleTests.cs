using Xunit;

namespace LungSeg.Core.Tests.Validation.Rules;

public sealed class LungLostRuleTests : RuleTest
{
    [Fact]
    public void Check_LungWithoutTheLesionDropped_IsFoundAlone()
    {
        var row = Set.Rows[3];
        var middle = row.Side / 2;
        var isLeft = row.LesionPixels.Average(i => i % row.Side) < middle;
        row.Keep(i => row.Lung[i] != 0 && (i % row.Side < middle) == isLeft);
        AssertOnly("LS033", Validate(), "set:3");
    }

    [Fact]
    public void Check_AQuarterOfEachLungDropped_IsNoFinding()
    {
        var row = Set.Rows[3];
        row.Keep(i => row.Lung[i] != 0 && (row.Mask[i] != 0 || i / row.Side % 4 != 0));
        Assert.DoesNotContain(Validate(), finding => finding.Rule.Id == "LS033");
    }
}
