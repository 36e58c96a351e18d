using Xunit;

namespace LungSeg.Core.Tests.Validation.Rules;

public sealed class MaskValuesRuleTests : RuleTest
{
    [Fact]
    public void Check_TwosAndMinusOnes_AreCounted()
    {
        var lesion = Set.Rows[3].LesionPixels.Take(3).ToArray();
        (Set.Rows[3].Mask[lesion[0]], Set.Rows[3].Mask[lesion[1]], Set.Rows[3].Mask[lesion[2]]) = (2, 2, -1);
        Assert.Equal("3 px are neither 0 nor 1; values go from -1 to 2", AssertOnly("LS013", Validate(), "set:3").Message);
    }
}
