using Xunit;

namespace LungSeg.Cli.Tests.Output;

/// <summary>What stands in a file reaches people as text, never as commands to their terminal.</summary>
public sealed class PrintedTextTests
{
    [Fact]
    public void Tables_OfHostileLabelsAndGroups_HoldNoControlCharacter()
    {
        using var folder = new TemporaryFolder();
        var labels = folder.Write(
            "labels.csv",
            "row,label1\ndemo:0,LR2\u001b[31mX\ndemo:1,LR3\a\ndemo:2,\"a\rb\"\ndemo:3,\u202eLR2\ndemo:4,\u2066x\n"u8.ToArray()
        );
        var groups = folder.Write("groups.csv", "row,group\ndemo:0,g\u001b[2J\ndemo:1,\"g\rh\"\ndemo:2,\u202eg\n"u8.ToArray());
        foreach (
            var args in (string[][])
                [
                    ["inspect", CliRun.Sample, "--labels", labels],
                    ["inspect", CliRun.Sample, "--labels", labels, "--show", "0"],
                    ["stats", CliRun.Sample, "--labels", labels, "--by", "group", "--group", groups, "--figures", "lesion"],
                    ["split", CliRun.Sample, "--labels", labels, "--group", "none", "--parts", "train=6,val=3,test", "-n"],
                    ["validate", CliRun.Sample, "--labels", labels, "--only", "LS020,LS021,LS022,LS023"],
                ]
        )
        {
            var run = CliRun.Of(args);
            Assert.InRange(run.Code, 0, 1);
            Assert.DoesNotContain(run.Out + run.Error, c => (char.IsControl(c) && c != '\n') || c is '\u202e' or '\u2066');
        }

        Assert.Contains(@"LR2\x1b[31mX 1", CliRun.Of("inspect", CliRun.Sample, "--labels", labels).Out, StringComparison.Ordinal);
        Assert.Contains(
            @"g\x1b[2J",
            CliRun.Of("stats", CliRun.Sample, "--by", "group", "--group", groups, "--figures", "lesion").Out,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Csv_LabelWithACarriageReturn_IsQuotedAndReadBack()
    {
        using var folder = new TemporaryFolder();
        var labels = folder.Write("labels.csv", "row,label1\ndemo:0,\"LR2\rx\"\n"u8.ToArray());
        Assert.Contains(
            "demo:0,\"LR2\rx\",unknown",
            CliRun.Of("stats", CliRun.Sample, "--labels", labels, "--figures", "lesion", "--csv", "-", "-q").Out,
            StringComparison.Ordinal
        );
        string[] split = ["split", CliRun.Sample, "--labels", labels, "--group", "none", "-q"];
        Assert.Equal(0, CliRun.Of([.. split, "--parts", "train,test=4", "-o", folder["split.csv"]]).Code);
        Assert.Contains(",\"LR2\rx\",\n", File.ReadAllText(folder["split.csv"]), StringComparison.Ordinal);
        var check = CliRun.Of([.. split, "--check", folder["split.csv"], "--json"]);
        Assert.DoesNotContain("no CSV", check.Error, StringComparison.Ordinal);
        Assert.InRange(check.Code, 0, 1);
    }
}
