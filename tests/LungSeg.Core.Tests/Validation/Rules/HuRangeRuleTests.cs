using Xunit;

namespace LungSeg.Core.Tests.Validation.Rules;

public sealed class HuRangeRuleTests : RuleTest
{
    [Theory]
    [InlineData(-3025)]
    [InlineData(32768)]
    public void Check_ValueBeyondHu_IsFoundInBothArrays(double value)
    {
        Set.Rows[1].Set(Set.Rows[1].LungPixel, value);
        AssertOnly("LS016", Validate(), "set:1", "set:1");
    }

    [Theory]
    [InlineData(-3024)]
    [InlineData(32767)]
    public void Check_ValueAtTheEnd_IsNoFinding(double value)
    {
        Set.Rows[1].Set(Set.Rows[1].LungPixel, value);
        Assert.DoesNotContain(Validate(), finding => finding.Rule.Id == "LS016");
    }
}
