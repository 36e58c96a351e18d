using LungSeg.Core.Formats.Arrays;
using Xunit;

namespace LungSeg.Core.Tests.Validation.Rules;

public sealed class ShapesDifferInRowRuleTests : RuleTest
{
    [Fact]
    public void Check_MaskOfHalfTheSize_IsFoundAlone()
    {
        Set.Rows[1].OtherMask = PlantedArray.Of<sbyte>(
            DType.Int8,
            Set.Rows[1].Mask.AsSpan(0, 128 * 128).ToArray().Select((_, i) => (sbyte)(i == 8000 ? 1 : 0)).ToArray(),
            128,
            128
        );
        var finding = AssertOnly("LS010", Validate(), "set:1");
        Assert.Equal(("mask", "shape (128, 128), the slice has (256, 256)"), (finding.Column, finding.Message));
    }
}
