using Xunit;

namespace LungSeg.Core.Tests.Validation.Rules;

public sealed class BodyKeptRuleTests : RuleTest
{
    [Fact]
    public void Check_AllButTheAirAround_IsFoundAlone()
    {
        var row = Set.Rows[2];
        row.Keep(i => row.Lung[i] != 0 || row.HuOld[i] > -300);
        AssertOnly("LS032", Validate(), "set:2");
    }
}
