using LungSeg.Core.Tests.Fixtures;
using LungSeg.Core.Validation;
using Xunit;

namespace LungSeg.Core.Tests.Validation.Rules;

public sealed class ForeignNamesRuleTests : RuleTest
{
    [Fact]
    public void Check_PathInAColumn_IsFoundAlone()
    {
        File.WriteAllBytes(PathOf("set.pkl"), WithCell(bytes => bytes.Global("pathlib", "PurePosixPath").Text("x").Raw(0x85).Ops("R")));
        var finding = Assert.Single(Names());
        Assert.Equal(("LS005", Severity.Warning), (finding.Rule.Id, finding.Severity));
        Assert.Contains("pathlib.PurePosixPath", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_DottedName_IsUnsafe()
    {
        File.WriteAllBytes(PathOf("set.pkl"), WithCell(bytes => bytes.Global("pathlib", "os.system").Text("x").Raw(0x85).Ops("R")));
        Assert.Equal("LS002", Assert.Single(Names()).Rule.Id);
    }

    [Fact]
    public void Check_TextInAColumn_HasNoFinding()
    {
        File.WriteAllBytes(PathOf("set.pkl"), WithCell(bytes => bytes.Text("x")));
        Assert.Empty(Names());
    }

    private static byte[] WithCell(Func<PickleBytes, PickleBytes> cell) =>
        cell(PickleBytes.Protocol(4).Ops("}(").Text("label1").Ops("](").Text("LR2").Ops("e").Text("x").Ops("](")).Ops("eu.").ToArray();

    private IEnumerable<Finding> Names() =>
        Validate(new ValidationOptions(), PathOf("set.pkl")).Where(finding => finding.Rule.Id is "LS002" or "LS005");
}
