using Xunit;

namespace LungSeg.Core.Tests.Validation.Rules;

public sealed class UnknownLabelRuleTests : RuleTest
{
    [Theory]
    [InlineData("LR4", "label 'LR4' is no Lung-RADS class")]
    [InlineData(null, "the label is missing")]
    public void Check_NoClass_IsFoundAlone(string? label, string message)
    {
        Set.Rows[2].Label = label;
        Assert.Equal(message, AssertOnly("LS020", Validate(), "set:2").Message);
    }
}
