using LungSeg.Core.Datasets;
using LungSeg.Core.Validation;
using Xunit;

namespace LungSeg.Core.Tests.Validation.Rules;

public sealed class ClassCountsRuleTests : RuleTest
{
    [Fact]
    public void Check_FourRowsUnderThePublishedName_IsFoundAlone()
    {
        var finding = AssertOnly("LS044", Validate(new ValidationOptions(), Set.Write(PathOf("lung_cancer_test.pkl"))), [null]);
        Assert.Equal("found LR2 1 (published 35), LR3 1 (published 37), LR4A 1 (published 97), LR4B 1 (published 95)", finding.Message);
    }

    [Fact]
    public void Check_SomeRowsOnly_SaysNothing()
    {
        using var dataset = Dataset.Open(Set.Write(PathOf("lung_cancer_test.pkl")));
        Assert.DoesNotContain(
            Validator.Run(dataset, [.. dataset.Rows.Take(3)], [], new ValidationOptions()).Findings,
            finding => finding.Rule.Id == "LS044"
        );
    }
}
