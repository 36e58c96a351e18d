using LungSeg.Core.Validation;
using Xunit;

namespace LungSeg.Core.Tests.Validation.Rules;

public sealed class DuplicateAcrossInputsRuleTests : RuleTest
{
    [Fact]
    public void Check_SliceOfTheOtherInput_IsFoundAlone()
    {
        var first = Set.Write(PathOf("train.pkl"));
        var other = new PlantedSet();
        other.Rows.RemoveRange(0, 3);
        var finding = AssertOnly("LS045", Validate(new ValidationOptions(), first, other.Write(PathOf("test.pkl"))), "test:0");
        Assert.Equal("the same slice as train:3, value for value", finding.Message);
    }
}
