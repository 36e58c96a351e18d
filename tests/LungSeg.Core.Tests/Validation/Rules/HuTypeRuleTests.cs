using LungSeg.Core.Formats.Arrays;
using Xunit;

namespace LungSeg.Core.Tests.Validation.Rules;

public sealed class HuTypeRuleTests : RuleTest
{
    [Fact]
    public void Check_HalfPrecision_IsFoundInBothArrays()
    {
        // Whole numbers of the phantom up to 2048 are exact in float16, and so is its padding.
        var row = Set.Rows[1];
        for (var i = 0; i < row.Hu.Length; i++)
        {
            (row.Hu[i], row.HuOld[i]) = (Math.Min(row.Hu[i], 2048), Math.Min(row.HuOld[i], 2048));
        }
        var type = new DType('f', 2, ByteOrder.Little);
        row.OtherHu = PlantedArray.Of<Half>(type, row.Hu.Select(value => (Half)value).ToArray(), 256, 256);
        row.OtherHuOld = PlantedArray.Of<Half>(type, row.HuOld.Select(value => (Half)value).ToArray(), 256, 256);
        Assert.Contains("float16", AssertOnly("LS014", Validate(), "set:1", "set:1").Message, StringComparison.Ordinal);
    }
}
