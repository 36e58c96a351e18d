using LungSeg.Core.Validation;
using Xunit;

namespace LungSeg.Core.Tests.Validation.Rules;

public sealed class LeakageRuleTests : RuleTest
{
    [Fact]
    public void Check_NeighbourOfTheOtherInput_IsFoundAlone()
    {
        var first = Set.Write(PathOf("train.pkl"));
        var other = new PlantedSet();
        other.Rows.Clear();
        other.Rows.Add(PlantedSet.RowOf("LR3", seed: 41, zMm: 0.6));
        var finding = AssertOnly("LS043", Validate(new ValidationOptions(), first, other.Write(PathOf("test.pkl"))), "test:0");
        Assert.Contains("to train:1", finding.Message, StringComparison.Ordinal);
    }
}
