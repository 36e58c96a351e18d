using Xunit;

namespace LungSeg.Core.Tests.Validation.Rules;

public sealed class LesionOutsideBodyRuleTests : RuleTest
{
    [Fact]
    public void Check_LesionInTheCorner_IsFoundAlone()
    {
        // hu_array keeps the corner, so that the lesion is not lost there as well.
        var row = Set.Rows[3];
        Array.Clear(row.Mask);
        for (var i = 0; i < 6; i++)
        {
            row.Mask.AsSpan(i * row.Side, 6).Fill(1);
        }
        row.Keep(i => row.Lung[i] != 0 || row.Mask[i] != 0);
        Assert.Equal("36 of 36 lesion px lie outside the body", AssertOnly("LS022", Validate(), "set:3").Message);
    }
}
