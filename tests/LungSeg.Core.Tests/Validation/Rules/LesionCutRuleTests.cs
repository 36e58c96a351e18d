using Xunit;

namespace LungSeg.Core.Tests.Validation.Rules;

public sealed class LesionCutRuleTests : RuleTest
{
    [Fact]
    public void Check_AFifthOfTheLesionDropped_IsANote()
    {
        var row = Set.Rows[3];
        var lesion = row.LesionPixels.ToArray();
        var gone = lesion.Where(i => row.HuOld[i] != 0).Take(lesion.Length / 5).ToHashSet();
        row.Keep(i => row.Lung[i] != 0 && !gone.Contains(i));
        var finding = AssertOnly("LS035", Validate(), "set:3");
        Assert.StartsWith("80 % of", finding.Message, StringComparison.Ordinal);
    }
}
