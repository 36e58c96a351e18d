using Xunit;

namespace LungSeg.Core.Tests.Validation.Rules;

public sealed class HuNotFromOldRuleTests : RuleTest
{
    [Fact]
    public void Check_OneValueChanged_IsFoundAlone()
    {
        Set.Rows[3].Hu[Set.Rows[3].LungPixel] += 1;
        Assert.StartsWith("1 of ", AssertOnly("LS030", Validate(), "set:3").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_ColumnsSwapped_IsSaid()
    {
        foreach (var row in Set.Rows)
        {
            (row.OtherHu, row.OtherHuOld) = (row.Arrays()[2], row.Arrays()[1]);
        }
        var findings = Validate().Where(finding => finding.Rule.Id == "LS030").ToArray();
        Assert.Equal(4, findings.Length);
        Assert.All(findings, finding => Assert.EndsWith("the two columns look swapped", finding.Message, StringComparison.Ordinal));
    }
}
