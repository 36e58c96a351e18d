using Xunit;

namespace LungSeg.Core.Tests.Validation.Rules;

public sealed class LesionLostRuleTests : RuleTest
{
    [Fact]
    public void Check_LesionCutOut_IsFoundAlone()
    {
        var row = Set.Rows[3];
        row.Keep(i => row.Lung[i] != 0 && row.Mask[i] == 0);

        // One pixel is kept.
        Assert.Equal("0.41 % of 246 lesion px are kept, hull would keep 100 %", AssertOnly("LS034", Validate(), "set:3").Message);
    }
}
