using System.Text;
using Xunit;

namespace LungSeg.Cli.Tests;

/// <summary>Names of a pickle that are not understood, columns by other names, and labels that are numbers.</summary>
public sealed class OpaqueNameTests
{
    // {"label1": [..], "mask": [[[0, 1], [1, 0]]], "hu_array_old": [[[1, 2], [3, 4]]], "x": [CELL]} in protocol 0.
    private const string Arrays = "asVmask\n(lp3\n((I0\nI1\nt(I1\nI0\nttasVhu_array_old\n(lp4\n((I1\nI2\nt(I3\nI4\nttas";

    [Theory]
    [InlineData("cos\nsystem\n(Vx\ntR", "os.system")]
    [InlineData("cpathlib\nos.system\n(Vx\ntR", "pathlib.os.system")]
    [InlineData("cnumpy.testing\nrunstring\n(Vx\n(dtR", "numpy.testing.runstring")]
    [InlineData("cPIL.ImageMath\neval\n(Vx\ntR", "PIL.ImageMath.eval")]
    public void Run_UnsafeNameInAnExtraColumn_FailsWhereFilesAreJudged(string cell, string name)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("set.pkl", Table("label1", "VLR2\n", $"Vx\n(lp5\n{cell}as"));
        Assert.Equal(3, CliRun.Of("inspect", path).Code);
        Assert.Equal(3, CliRun.Of("inspect", path, "--globals").Code);
        Assert.Equal(3, CliRun.Of("validate", path).Code);

        var stats = CliRun.Of("stats", path, "--json");
        Assert.Equal(0, stats.Code);
        Assert.Contains(name, stats.Error, StringComparison.Ordinal);

        var output = folder["out.pkl"];
        Assert.Equal(0, CliRun.Of("convert", path, "-o", output, "--to", "pickle").Code);
        Assert.DoesNotContain(name.Split('.')[^1], Encoding.Latin1.GetString(File.ReadAllBytes(output)), StringComparison.Ordinal);
    }

    [Fact]
    public void Threshold_CopiesHarmlessNamesAndRefusesUnsafeOnes()
    {
        using var folder = new TemporaryFolder();
        // pandas wrote it, with a UUID in an extra column.
        var harmless = Path.Combine(CliRun.Root, "tests", "LungSeg.Core.Tests", "Fixtures", "PickleForms", "foreign_uuid_p5.pkl");
        var run = CliRun.Of("threshold", harmless, "-o", folder["u-out.pkl"]);
        Assert.Equal(0, run.Code);
        Assert.Contains("uuid.UUID", run.Error, StringComparison.Ordinal);
        Assert.Contains("UUID", Encoding.Latin1.GetString(File.ReadAllBytes(folder["u-out.pkl"])), StringComparison.Ordinal);

        var unsafeFile = folder.Write("e.pkl", Table("label1", "VLR2\n", "Vx\n(lp5\ncos\nsystem\n(Vx\ntRas"));
        run = CliRun.Of("threshold", unsafeFile, "-o", folder["e-out.pkl"]);
        Assert.Equal(3, run.Code);
        Assert.Contains("it names os.system", run.Error, StringComparison.Ordinal);
        Assert.Contains("use 'lungseg convert --to pickle'", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(folder["e-out.pkl"]));
    }

    [Fact]
    public void Run_TextAsMask_IsShownAndJudgedAndRefusedWhereItIsNeeded()
    {
        // {"mask": ["x"], "label1": ["LR2"]} in protocol 0.
        using var folder = new TemporaryFolder();
        var path = folder.Write("set.pkl", "(dp0\nVmask\np1\n(lp2\nVx\nasVlabel1\n(lp3\nVLR2\nas."u8.ToArray());
        var inspect = CliRun.Of("inspect", path, "--json", "-j", "4");
        Assert.Equal(0, inspect.Code);
        Assert.Contains("\"LR2\": 1", inspect.Out, StringComparison.Ordinal);
        var validate = CliRun.Of("validate", path, "--json", "-j", "4");
        Assert.Contains("LS004", validate.Out, StringComparison.Ordinal);
        Assert.Equal(3, CliRun.Of("stats", path, "-q", "-j", "4").Code);
    }

    [Fact]
    public void Run_UnsafeNameAsMask_FailsWithRowAndColumn()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("set.pkl", "(dp0\nVmask\np1\n(lp2\ncos\nsystem\n(Vx\ntRas."u8.ToArray());
        var run = CliRun.Of("stats", path, "--json");
        Assert.Equal(3, run.Code);
        Assert.Contains("row set:0, column mask", run.Error, StringComparison.Ordinal);
        Assert.Contains("os.system", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Columns_ByOtherNames_AreReadAsOurs()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("set.pkl", Table("class", "VLR2\n", string.Empty));
        Assert.Contains("--columns label1=class", CliRun.Of("stats", path, "--json").Error, StringComparison.Ordinal);
        Assert.Contains(
            "\"LR2\":",
            CliRun.Of("inspect", path, "--json", "--columns", "label1=class").Out.Replace(" ", string.Empty),
            StringComparison.Ordinal
        );
        Assert.Equal(3, CliRun.Of("stats", path, "--columns", "label1=other").Code);
        Assert.Equal(2, CliRun.Of("stats", path, "--columns", "label=class").Code);
    }

    [Fact]
    public void LabelNames_OfNumbers_AreTheLabels()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("set.pkl", Table("label1", "I2\n", string.Empty));
        Assert.Contains("--label-names", CliRun.Of("stats", path, "--json").Error, StringComparison.Ordinal);
        Assert.Contains(
            "\"class\":\"LR4A\"",
            CliRun.Of("inspect", path, "--jsonl", "--label-names", "LR2,LR3,LR4A").Out,
            StringComparison.Ordinal
        );
        Assert.Equal(3, CliRun.Of("stats", path, "--label-names", "LR2,LR3").Code);
    }

    private static byte[] Table(string label, string cell, string more) =>
        Encoding.Latin1.GetBytes($"(dp0\nV{label}\np1\n(lp2\n{cell}{Arrays}{more}.");
}
