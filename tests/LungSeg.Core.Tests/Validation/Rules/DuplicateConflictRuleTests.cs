using Xunit;

namespace LungSeg.Core.Tests.Validation.Rules;

public sealed class DuplicateConflictRuleTests : RuleTest
{
    [Fact]
    public void Check_OneSliceOfTwoClasses_IsFoundAlone()
    {
        Set.Rows.Add(Set.Rows[1].Copy());
        Set.Rows[4].Label = "LR4A";
        Assert.Equal("the same slice as set:1, but the label is LR4A here and LR3 there", AssertOnly("LS042", Validate(), "set:4").Message);
    }

    [Fact]
    public void Check_OneSliceOfTwoMasks_IsFoundAlone()
    {
        Set.Rows.Add(Set.Rows[1].Copy());
        Set.Rows[4].Mask[Set.Rows[4].LesionPixels.First()] = 0;
        Assert.Equal("the same slice as set:1, but the masks differ", AssertOnly("LS042", Validate(), "set:4").Message);
    }
}
