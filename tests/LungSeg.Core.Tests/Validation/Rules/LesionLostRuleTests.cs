using Xunit;

namespace LungSeg.Core.Tests.Validation.Rules;

public sealed class LesionLostRuleTests : RuleTest
{
    [Fact]
    public void Check_LesionCutOut_IsFoundAlone()
    {
        var row = Set.Rows[3];
        row.Keep(i => row.Lung[i] != 0 && row.Mask[i] == 0);
        Assert.Equal($"0 % of {row.LesionPixels.Count()} lesion px are kept, hull would keep 100 %", AssertOnly("LS034", Validate(), "set:3").Message);
    }
}
