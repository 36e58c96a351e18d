using Xunit;

namespace LungSeg.Core.Tests.Validation.Rules;

public sealed class LabelMaskRuleTests : RuleTest
{
    [Fact]
    public void Check_NoduleInClassOne_IsFoundAlone()
    {
        Set.Rows[2].Label = "LR1";
        AssertOnly("LS021", Validate(), "set:2");
    }

    [Fact]
    public void Check_EmptyMaskInClassThree_IsFoundAlone()
    {
        Array.Clear(Set.Rows[1].Mask);
        AssertOnly("LS021", Validate(), "set:1");
    }

    [Fact]
    public void Check_EmptyMaskInClassOne_IsNoFinding()
    {
        Set.Rows[1].Label = "LR1";
        Array.Clear(Set.Rows[1].Mask);
        Assert.DoesNotContain(Validate(), finding => finding.Rule.Id == "LS021");
    }
}
