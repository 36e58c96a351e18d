using Xunit;

namespace LungSeg.Core.Tests.Validation.Rules;

public sealed class NotLungRuleTests : RuleTest
{
    [Fact]
    public void Check_APieceOfTheBody_IsFound()
    {
        // The lesion is kept, so that no rule about it speaks.
        var row = Set.Rows[2];
        var half = row.HuOld.Length / 2;
        row.Keep(i => row.Mask[i] != 0 || (i > half && row.HuOld[i] > -300 && i % row.Side < row.Side / 3));
        var finding = AssertOnly("LS036", Validate(), "set:2");
        Assert.Contains("over half of what is kept", finding.Message, StringComparison.Ordinal);
    }
}
