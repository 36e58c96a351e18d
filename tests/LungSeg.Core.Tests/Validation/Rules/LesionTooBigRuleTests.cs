using Xunit;

namespace LungSeg.Core.Tests.Validation.Rules;

public sealed class LesionTooBigRuleTests : RuleTest
{
    [Fact]
    public void Check_WholeLungMarkedInClassTwo_IsANote()
    {
        // A circle of 61 px across is 30.5 mm at half a millimetre a pixel.
        Mark(Set.Rows[0], 2923);
        Assert.Equal("2923 px, about 31 mm across at 0.5 mm a pixel, in LR2", AssertOnly("LS023", Validate(), "set:0").Message);
    }

    [Fact]
    public void Check_ThirtyMillimetres_IsNoFinding()
    {
        Mark(Set.Rows[0], 2827);
        Assert.DoesNotContain(Validate(), finding => finding.Rule.Id == "LS023");
    }

    private static void Mark(PlantedRow row, int pixels)
    {
        Array.Clear(row.Mask);
        foreach (var i in Enumerable.Range(0, row.Lung.Length).Where(i => row.Lung[i] != 0).Take(pixels))
        {
            row.Mask[i] = 1;
        }
    }
}
