using Xunit;

namespace LungSeg.Core.Tests.Validation.Rules;

public sealed class HuFractionRuleTests : RuleTest
{
    [Fact]
    public void Check_HalfAHu_IsFoundInBothArrays()
    {
        Set.Rows[0].Set(Set.Rows[0].LungPixel, -850.5);
        Assert.StartsWith("1 of 65536 px", AssertOnly("LS017", Validate(), "set:0", "set:0").Message, StringComparison.Ordinal);
    }
}
