using Xunit;

namespace LungSeg.Core.Tests.Validation.Rules;

public sealed class ExactDuplicateRuleTests : RuleTest
{
    [Fact]
    public void Check_RowTwice_IsANoteOnTheSecond()
    {
        Set.Rows.Add(Set.Rows[1].Copy());
        Assert.Equal("the same slice as set:1, value for value", AssertOnly("LS040", Validate(), "set:4").Message);
    }
}
