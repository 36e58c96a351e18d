using System.Text.Json;
using Xunit;

namespace LungSeg.Cli.Tests;

/// <summary>A split is applied to the rows that it was made of, and to no others.</summary>
public sealed class SplitApplyTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public SplitApplyTests()
    {
        Directory.CreateDirectory(_folder["a"]);
        Directory.CreateDirectory(_folder["b"]);
        Assert.Equal(0, CliRun.Of("demo", "-o", _folder["a/x.pkl"], "--rows", "4", "--seed", "1", "--side", "64", "-q").Code);
        Assert.Equal(0, CliRun.Of("demo", "-o", _folder["b/x.pkl"], "--rows", "4", "--seed", "2", "--side", "64", "-q").Code);
        Split("infer");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Convert_SplitOfAnotherFileOfTheName_IsRefused()
    {
        Assert.Equal(0, Convert("a/x.pkl").Code);
        File.Delete(_folder["out.npz"]);
        var run = Convert("b/x.pkl");
        Assert.Equal(3, run.Code);
        Assert.Contains("the content key of row x:0 is ", run.Error, StringComparison.Ordinal);
        Assert.Contains(", 4 rows of 4 differ; it was made of other rows", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder["out.npz"]));
    }

    [Fact]
    public void Convert_SplitWithoutKeys_ComparesLabels()
    {
        Split("none");
        Assert.EndsWith(",LR2,", File.ReadLines(_folder["split.csv"]).First(line => line.Contains("LR2", StringComparison.Ordinal)));

        // Both phantoms have the same labels in the same order, so that nothing tells the files apart.
        Assert.Equal(0, Convert("b/x.pkl").Code);
        File.WriteAllText(_folder["split.csv"], File.ReadAllText(_folder["split.csv"]).Replace("LR3", "LR4A", StringComparison.Ordinal));
        var run = Convert("a/x.pkl");
        Assert.Equal(3, run.Code);
        Assert.Contains(" is LR3 in the input, and LR4A in the split", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Convert_SplitOfARenamedFile_IsAppliedByKey()
    {
        File.Copy(_folder["a/x.pkl"], _folder["renamed.pkl"]);
        var run = Convert("renamed.pkl");
        Assert.Equal(2, run.Code);
        Assert.Contains("use --split-by key to apply it by content", run.Error, StringComparison.Ordinal);
        Assert.Equal(0, Convert("renamed.pkl", "--split-by", "key").Code);
        Assert.Equal(2, Convert("b/x.pkl", "--split-by", "key").Code);
    }

    [Fact]
    public void Convert_OutputOfOurs_IsComparedByTheKeysOfItsManifest()
    {
        // Grey values of another size have another content of their own.
        Assert.Equal(0, CliRun.Of("convert", _folder["a/x.pkl"], "-o", _folder["x"], "--to", "png", "--size", "32", "-q").Code);
        Assert.Equal(0, Convert("x").Code);
        Assert.Equal(0, CliRun.Of("split", "--check", _folder["split.csv"], _folder["x"], "--group", "none").Code);
        Assert.Equal(0, CliRun.Of("split", _folder["x"], "-o", _folder["own.csv"], "-q", "--parts", "train=0.5,test=0.5").Code);
        File.Delete(_folder["out.npz"]);
        Assert.Equal(0, CliRun.Of("convert", _folder["x"], "-o", _folder["out.npz"], "--split", _folder["own.csv"], "-q").Code);

        Assert.Equal(0, CliRun.Of("convert", _folder["b/x.pkl"], "-o", _folder["x"], "--to", "png", "--size", "32", "-q", "-f").Code);
        var run = Convert("x");
        Assert.Equal(3, run.Code);
        Assert.Contains("the content key of row x:0 is ", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("monai")]
    [InlineData("png")]
    public void Check_OutputUnderOtherNames_IsProvedByKey(string format)
    {
        Assert.Equal(
            0,
            CliRun.Of("convert", _folder["a/x.pkl"], "-o", _folder["other"], "--to", format, "--split", _folder["split.csv"], "-q").Code
        );
        string[] check = ["split", "--check", _folder["split.csv"], _folder["other"], "--group", "none"];
        Assert.Equal(1, CliRun.Of(check).Code);
        Assert.Equal(0, CliRun.Of([.. check, "--split-by", "key"]).Code);

        // Another data set has none of the content.
        Assert.Equal(0, CliRun.Of("convert", _folder["b/x.pkl"], "-o", _folder["other"], "--to", format, "-q", "-f").Code);
        var run = CliRun.Of([.. check, "--split-by", "key"]);
        Assert.Equal(1, run.Code);
        Assert.Contains("row_missing: 4 rows of the inputs", run.Out, StringComparison.Ordinal);
        Assert.Contains("row_unknown: 4 rows of the split", run.Out, StringComparison.Ordinal);
        Assert.Equal(2, CliRun.Of("split", _folder["a/x.pkl"], "-n", "--split-by", "key").Code);
    }

    [Fact]
    public void Convert_OutputThatChanged_IsComparedByItsPixels()
    {
        var output = _folder["x.npz"];
        Assert.Equal(0, CliRun.Of("convert", _folder["a/x.pkl"], "-o", output, "-q").Code);
        var manifest = output + ".manifest.json";
        var other = File.ReadAllText(_folder["split.csv"]).Split('\n')[1].Split(',')[^1];
        File.WriteAllText(manifest, File.ReadAllText(manifest).Replace(other, new string('0', 32), StringComparison.Ordinal));
        Assert.Equal(0, Convert("x.npz").Code);
        File.Delete(_folder["out.npz"]);

        // The manifest of another file does not count, whatever keys it has.
        Assert.Equal(0, CliRun.Of("convert", _folder["b/x.pkl"], "-o", _folder["b/x.npz"], "-q").Code);
        File.Copy(_folder["b/x.npz"], output, overwrite: true);
        Assert.Equal(3, Convert("x.npz").Code);
    }

    [Fact]
    public void Convert_OneContentInTwoParts_IsRefusedByKey()
    {
        var lines = File.ReadAllLines(_folder["split.csv"]);
        var train = lines.First(line => line.Contains(",train,", StringComparison.Ordinal));
        File.AppendAllText(
            _folder["split.csv"],
            train.Replace(",train,", ",val,", StringComparison.Ordinal).Replace("x:", "y:", StringComparison.Ordinal) + "\n"
        );
        var run = Convert("a/x.pkl", "--split-by", "key");
        Assert.Equal(3, run.Code);
        Assert.Contains("have one content key, and stand in two parts or folds", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Inspect_Values_GivesTheKeyOfTheSplit()
    {
        var lines = CliRun.Of("inspect", _folder["a/x.pkl"], "--jsonl", "--values").Lines;
        using var row = JsonDocument.Parse(lines[0]);
        Assert.EndsWith(
            "," + row.RootElement.GetProperty("key").GetString(),
            File.ReadAllLines(_folder["split.csv"])[1],
            StringComparison.Ordinal
        );
    }

    private void Split(string group) =>
        Assert.Equal(
            0,
            CliRun.Of("split", _folder["a/x.pkl"], "-o", _folder["split.csv"], "--folds", "2", "--group", group, "-f", "-q").Code
        );

    private CliRun Convert(string input, params string[] more) =>
        CliRun.Of([
            "convert",
            _folder[input],
            "--split",
            _folder["split.csv"],
            "-o",
            _folder["out.npz"],
            "--to",
            "npz",
            "-f",
            "-q",
            .. more,
        ]);
}
