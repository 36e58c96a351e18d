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

    [Fact]
    public void Check_NoShapeOfMostRows_ListsWhatThereIs()
    {
        for (var row = 0; row < Set.Rows.Count / 2; row++)
        {
            Set.Rows[row] = PlantedSet.RowOf("LR4B", seed: 60 + (ulong)row, side: 192);
        }
        var finding = AssertOnly("LS011", Validate(), [null]);
        Assert.Equal(
            $"no shape is that of most rows: (192, 192) in {Set.Rows.Count / 2}, (256, 256) in {Set.Rows.Count / 2}",
            finding.Message
        );
    }
}
