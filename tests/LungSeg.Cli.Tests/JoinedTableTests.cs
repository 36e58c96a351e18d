using System.Text;
using Xunit;

namespace LungSeg.Cli.Tests;

/// <summary>Tables that <c>--columns-from</c> and <c>--labels</c> join to rows.</summary>
public sealed class JoinedTableTests
{
    [Theory]
    [InlineData("inspect")]
    [InlineData("stats")]
    [InlineData("validate", "--fail-on", "never")]
    [InlineData("split", "--group", "none", "-o", "-")]
    [InlineData("threshold", "--check", "--rows", "0")]
    public void Run_WithATable_JoinsIt(string command, params string[] more)
    {
        using var folder = new TemporaryFolder();
        var table = folder.Write("t.csv", "row,label1\ndemo:0,LR4X\ndemo:77,LR2\n"u8.ToArray());
        var run = CliRun.Of([command, CliRun.Sample, "--columns-from", table, .. more]);
        Assert.True(run.Code is 0 or 1, run.Error);
        Assert.Contains("no row of demo for line 3 (demo:77)", run.Error + run.Out, StringComparison.Ordinal);
        Assert.Contains("labels of 1 row replace those of the input", run.Error + run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Split_ByIdsUnderAnotherName_TakesTheOptionThatItNames()
    {
        using var folder = new TemporaryFolder();
        var lines = string.Concat(Enumerable.Range(0, 12).Select(row => $"demo:{row},{row / 6}\n"));
        var table = folder.Write("t.csv", Encoding.UTF8.GetBytes("row,Patient ID\n" + lines));
        string[] split = ["split", CliRun.Sample, "--columns-from", table, "-n", "--parts", "train=0.5,test=0.5"];
        Assert.Contains("(--columns 'patient_id=Patient ID')", CliRun.Of(split).Error, StringComparison.Ordinal);
        var run = CliRun.Of([.. split, "--columns", "patient_id=Patient ID"]);
        Assert.True(run.Code == 0, run.Error);
        Assert.Contains("12 rows by id", run.Error, StringComparison.Ordinal);
        var refused = CliRun.Of([.. split, "--columns", "patient_id=Patient"]);
        Assert.Equal(3, refused.Code);
        Assert.Contains("it has no column Patient that could be patient_id", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Split_ByIdsOfATable_KeepsPatientsTogether()
    {
        using var folder = new TemporaryFolder();
        // By pixels, the sample's scans are the rows 0 and 1, 2, 3 to 5, 6 to 8, 9 and 10, and 11.
        string[] patients = ["1", "1", "2", "3", "3", "3", "4", "4", "4", "2.0", "2", "1"];
        var table = folder.Write(
            "t.csv",
            Encoding.UTF8.GetBytes("row,patient_id\n" + string.Concat(patients.Select((id, row) => $"demo:{row},{id}\n")))
        );
        var run = CliRun.Of("split", CliRun.Sample, "--columns-from", table, "-o", "-", "--parts", "train=0.5,test=0.5");
        Assert.True(run.Code == 0, run.Error);
        Assert.Contains("12 rows by id", run.Error, StringComparison.Ordinal);
        var parts = run.Lines.Skip(1).Select(line => line.Split(',')).ToDictionary(fields => fields[0], fields => fields[1]);
        Assert.Equal(parts["demo:2"], parts["demo:9"]);
        Assert.Equal(parts["demo:0"], parts["demo:11"]);
    }

    [Fact]
    public void Run_OptionsThatDoNotFit_AreRefused()
    {
        using var folder = new TemporaryFolder();
        var table = folder.Write("t.csv", "name,x\ndemo,1\n"u8.ToArray());
        Assert.Equal(2, CliRun.Of("stats", CliRun.Sample, "--on", "row").Code);
        Assert.Equal(2, CliRun.Of("stats", CliRun.Sample, "--columns-from", folder["missing.csv"]).Code);
        var run = CliRun.Of("stats", CliRun.Sample, "--columns-from", table);
        Assert.Equal(3, run.Code);
        Assert.Contains("use --on COLUMN", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_OutputThatIsTheTable_IsRefused()
    {
        using var folder = new TemporaryFolder();
        var table = folder.Write("t.csv", "row,x\ndemo:0,1\n"u8.ToArray());
        Assert.Equal(2, CliRun.Of("stats", CliRun.Sample, "--columns-from", table, "--csv", table).Code);
        Assert.Equal("row,x\ndemo:0,1\n", File.ReadAllText(table));
    }

    [Fact]
    public void Merge_TableHasChanged_IsRefused()
    {
        using var folder = new TemporaryFolder();
        var table = folder.Write("t.csv", "row,x\ndemo:0,1\n"u8.ToArray());
        string[] stats = ["threshold", "--check", CliRun.Sample, "--columns-from", table, "-o", folder["a.png"]];
        string[] convert = ["convert", CliRun.Sample, "--columns-from", table, "-o", folder["a.npz"]];
        Assert.Equal(0, CliRun.Of([.. stats, "--shard", "0/1"]).Code);
        Assert.Equal(0, CliRun.Of([.. convert, "--shard", "0/1"]).Code);
        folder.Write("t.csv", "row,x\ndemo:0,2\n"u8.ToArray());
        foreach (var name in new[] { "a.png", "a.npz" })
        {
            var run = CliRun.Of("merge", folder[name + ".shard-0-of-1"], "-o", folder[name]);
            Assert.Equal(3, run.Code);
            Assert.Contains("a file that an option names, has changed", run.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Convert_WithTables_RecordsTheirSha256()
    {
        using var folder = new TemporaryFolder();
        var table = folder.Write("t.csv", "row,x\ndemo:0,1\n"u8.ToArray());
        var run = CliRun.Of("convert", CliRun.Sample, "--columns-from", table, "--on", "row", "-o", folder["a.npz"], "-q");
        Assert.Equal(0, run.Code);
        var manifest = File.ReadAllText(folder["a.npz.manifest.json"]);
        // sha256sum of the table.
        Assert.Contains(
            "\"columns_sha256\": \"31af6d5f1322642510266652bdc3431bd98a1c41952983e1a115330f63760cef\"",
            manifest,
            StringComparison.Ordinal
        );
        Assert.Contains("\"columns_on\": \"row\"", manifest, StringComparison.Ordinal);
    }

    [Fact]
    public void Split_DefaultsThatDoNotFit_AreCalledDefaults()
    {
        var run = CliRun.Of("split", CliRun.Sample, "--rows", "0,1", "-o", "-");
        Assert.Equal(2, run.Code);
        Assert.Contains("1 group cannot fill 3 parts: a group is never divided; train, val, test are the default", run.Error);
        run = CliRun.Of("split", CliRun.Sample, "--rows", "0,1", "-o", "-", "--folds", "2");
        Assert.Contains("--folds: 1 group cannot fill 2 parts", run.Error);
    }

    [Fact]
    public void Run_HuAsMask_AreRefusedWhereTheLesionIsUsed()
    {
        using var folder = new TemporaryFolder();
        string[] asMask = [CliRun.Sample, "--columns", "mask=hu_array_old,hu_array_old=mask", "--rows", "0"];
        foreach (
            var args in (string[][])
                [
                    ["split", "-o", "-"],
                    ["convert", "-o", folder["out"], "--to", "png", "--image", "hu_array"],
                ]
        )
        {
            var run = CliRun.Of([.. args, .. asMask]);
            Assert.Equal(3, run.Code);
            Assert.Contains("row demo:0, column mask: a mask is needed, found more than 255 values", run.Error);
        }
    }
}
