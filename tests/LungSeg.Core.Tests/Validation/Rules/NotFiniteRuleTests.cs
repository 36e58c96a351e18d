using Xunit;

namespace LungSeg.Core.Tests.Validation.Rules;

public sealed class NotFiniteRuleTests : RuleTest
{
    [Fact]
    public void Check_NanAndInfinity_AreCountedInBothArrays()
    {
        var pixel = Set.Rows[2].LungPixel;
        Set.Rows[2].Set(pixel, double.NaN);
        Set.Rows[2].Set(Set.Rows[2].LungPixel, double.NegativeInfinity);
        Assert.Equal("1 px are NaN, 1 are infinite", AssertOnly("LS015", Validate(), "set:2", "set:2").Message);
    }
}
