using Xunit;

namespace LungSeg.Core.Tests.Validation.Rules;

public sealed class NearDuplicateRuleTests : RuleTest
{
    [Fact]
    public void Check_NeighbourOfOneScan_IsANote()
    {
        Set.Rows[2] = PlantedSet.RowOf("LR3", seed: 41, zMm: 0.3);
        var findings = Validate();
        Assert.StartsWith(
            "near-identical to set:1: likeness 0.9",
            AssertOnly("LS041", findings, "set:2").Message,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain(findings, finding => finding.Rule.Id == "LS040");
    }
}
