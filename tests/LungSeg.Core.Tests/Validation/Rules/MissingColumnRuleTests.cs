using Xunit;

namespace LungSeg.Core.Tests.Validation.Rules;

public sealed class MissingColumnRuleTests : RuleTest
{
    [Theory]
    [InlineData("mask")]
    [InlineData("hu_array")]
    [InlineData("hu_array_old")]
    public void Check_ColumnLeftOut_IsFoundAlone(string column)
    {
        Set.Missing = column;
        var finding = AssertOnly("LS003", Validate(), [null]);
        Assert.Equal(column, finding.Column);
    }
}
