using LungSeg.Core.Formats.Arrays;
using Xunit;

namespace LungSeg.Core.Tests.Validation.Rules;

public sealed class MaskTypeRuleTests : RuleTest
{
    [Fact]
    public void Check_MaskOfFloats_IsFoundAlone()
    {
        Set.Rows[0].OtherMask = PlantedArray.Of<double>(DType.Float64, Set.Rows[0].Mask.Select(value => (double)value).ToArray(), 256, 256);
        Assert.Equal("mask", AssertOnly("LS012", Validate(), "set:0").Column);
    }
}
