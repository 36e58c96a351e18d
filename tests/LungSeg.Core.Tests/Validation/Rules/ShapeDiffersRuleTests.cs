using Xunit;

namespace LungSeg.Core.Tests.Validation.Rules;

public sealed class ShapeDiffersRuleTests : RuleTest
{
    [Fact]
    public void Check_OneSmallerSlice_IsFoundAlone()
    {
        Set.Rows[3] = PlantedSet.RowOf("LR4B", seed: 60, side: 192);
        Assert.Equal("shape (192, 192), most rows have (256, 256)", AssertOnly("LS011", Validate(), "set:3").Message);
    }
}
