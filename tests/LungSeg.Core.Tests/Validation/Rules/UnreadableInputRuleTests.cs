using LungSeg.Core.Datasets;
using LungSeg.Core.Validation;
using Xunit;

namespace LungSeg.Core.Tests.Validation.Rules;

public sealed class UnreadableInputRuleTests : RuleTest
{
    [Fact]
    public void Check_CutFile_IsFoundAlone()
    {
        var bytes = File.ReadAllBytes(Set.Write(PathOf("whole.pkl")));
        File.WriteAllBytes(PathOf("set.pkl"), bytes[..(bytes.Length / 2)]);
        var finding = AssertOnly("LS001", Validate(new ValidationOptions(), PathOf("set.pkl")), [null]);
        Assert.Equal((PathOf("set.pkl"), Severity.Error), (finding.Path, finding.Severity));
        Assert.InRange(finding.Offset!.Value, 1, bytes.Length / 2);
    }

    [Fact]
    public void Check_RefusedInput_NamesTheReason()
    {
        using var dataset = Dataset.Open([]);
        var report = Validator.Run(dataset, [], [new RefusedInput("gone.pkl", "file not found")], new ValidationOptions());
        var finding = AssertOnly("LS001", report.Findings, [null]);
        Assert.Equal(("gone.pkl", "gone", "file not found"), (finding.Path, finding.Stem, finding.Message));
    }
}
