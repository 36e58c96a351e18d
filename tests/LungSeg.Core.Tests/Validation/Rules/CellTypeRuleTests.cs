using LungSeg.Core.Formats.Arrays;
using LungSeg.Core.Validation;
using Xunit;

namespace LungSeg.Core.Tests.Validation.Rules;

public sealed class CellTypeRuleTests : RuleTest
{
    [Fact]
    public void Check_FlatArray_IsFoundAlone()
    {
        var row = Set.Rows[2];
        row.OtherHu = PlantedArray.Of<double>(DType.Float64, row.Hu, row.Side * row.Side);
        var finding = AssertOnly("LS004", Validate(), "set:2");
        Assert.Equal("hu_array", finding.Column);
        Assert.Contains("found shape (65536)", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_ListAsLabel_IsFoundWithTheArrays()
    {
        // {"label1": [[]], "mask": [[]], ...}: no arrays either.
        File.WriteAllBytes(
            PathOf("set.pkl"),
            "(dp0\nVlabel1\np1\n(lp2\n(lasVmask\n(lp3\nI1\nasVhu_array\n(lp4\nI1\nasVhu_array_old\n(lp5\nI1\nas."u8.ToArray()
        );
        var findings = Validate(new ValidationOptions(), PathOf("set.pkl")).Where(finding => finding.Rule.Id == "LS004");
        Assert.Equal(["label1", "mask", "hu_array", "hu_array_old"], findings.Select(finding => finding.Column));
    }
}
