using System.Text.Json;
using Xunit;

namespace LungSeg.Cli.Tests;

/// <summary>What no command may write over, whatever it was told.</summary>
public sealed class OutputTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public OutputTests()
    {
        CliRun.Of("demo", "-o", _folder["i.pkl"], "--rows", "6", "--side", "64", "-q");
        CliRun.Of("demo", "-o", _folder["test.pkl"], "--rows", "4", "--side", "64", "--seed", "9", "-q");
        File.WriteAllText(_folder["labels.csv"], "row,label1\ni:0,LR2\n");
        File.WriteAllText(_folder["groups.csv"], "row,group\ni:0,a\ni:1,b\ni:2,c\ni:3,d\ni:4,e\ni:5,f\n");
        File.WriteAllText(_folder["rows.txt"], "i:0\ni:1\n");
        File.WriteAllText(_folder["lungseg.json"], "{}");
        CliRun.Of("split", _folder["i.pkl"], "-o", _folder["folds.csv"], "--group", "none", "--folds", "2", "-q");
        CliRun.Of("validate", _folder["i.pkl"], "--write-baseline", _folder["base.json"], "-q");
        File.CreateSymbolicLink(_folder["link"], _folder["i.pkl"]);
        File.CreateSymbolicLink(_folder["link.csv"], _folder["i.pkl"]);
        File.CreateSymbolicLink(_folder["test.csv"], _folder["test.pkl"]);
        Directory.CreateDirectory(_folder["sub"]);
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("i.pkl", "stats", "i.pkl", "--csv", "i.pkl")]
    [InlineData("i.pkl", "stats", "i.pkl", "--csv", "link")]
    [InlineData("i.pkl", "stats", "link", "--csv", "i.pkl")]
    [InlineData("i.pkl", "stats", "i.pkl", "--csv", "sub/../i.pkl")]
    [InlineData("i.pkl", "stats", "i.pkl", "--report", "i.pkl")]
    [InlineData("labels.csv", "stats", "i.pkl", "--labels", "labels.csv", "--csv", "labels.csv")]
    [InlineData("groups.csv", "stats", "i.pkl", "--by", "group", "--group", "groups.csv", "--csv", "groups.csv")]
    [InlineData("rows.txt", "stats", "i.pkl", "--rows", "@rows.txt", "--csv", "rows.txt")]
    [InlineData("i.pkl", "validate", "i.pkl", "--write-baseline", "i.pkl")]
    [InlineData("i.pkl", "validate", "i.pkl", "--report", "json=i.pkl")]
    [InlineData("base.json", "validate", "i.pkl", "--baseline", "base.json", "--report", "json=base.json")]
    [InlineData("lungseg.json", "validate", "i.pkl", "--config", "lungseg.json", "--report", "json=lungseg.json")]
    [InlineData("i.pkl", "inspect", "i.pkl", "--show", "0", "-o", "i.pkl")]
    [InlineData("i.pkl", "threshold", "i.pkl", "-o", "i.pkl")]
    [InlineData("i.pkl", "threshold", "i.pkl", "-o", "link")]
    [InlineData("i.pkl", "threshold", "i.pkl", "--check", "-o", "i.pkl")]
    [InlineData("i.pkl", "split", "i.pkl", "-o", "link.csv")]
    [InlineData("test.pkl", "split", "i.pkl", "--keep-test", "test.pkl", "--leaked", "drop", "-o", "test.csv")]
    [InlineData("groups.csv", "split", "i.pkl", "--group", "groups.csv", "-o", "groups.csv")]
    [InlineData("i.pkl", "split", "--leakage", "i.pkl", "test.pkl", "-o", "i.pkl")]
    [InlineData("i.pkl", "convert", "i.pkl", "-o", "i.pkl")]
    [InlineData("folds.csv", "convert", "i.pkl", "--split", "folds.csv", "--to", "csv", "-o", "folds.csv")]
    public void Output_ThatIsAnInput_IsRefusedAlsoWithForce(string input, params string[] args)
    {
        var before = File.ReadAllBytes(_folder[input]);
        foreach (
            var force in (string[][])
                [
                    [],
                    ["--force"],
                ]
        )
        {
            var run = CliRun.Of([.. args.Select(Place), .. args[0] == "inspect" ? ["--no-color"] : new[] { "-q" }, .. force]);
            Assert.Equal(before, File.ReadAllBytes(_folder[input]));
            Assert.True(run.Code == 2, $"exit {run.Code}: {run.Error}");
            Assert.Contains(" the input ", run.Error, StringComparison.Ordinal);
        }

        Assert.DoesNotContain(
            Directory.GetFileSystemEntries(_folder[string.Empty]),
            entry => entry.Contains(".tmp-", StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData("stats", "i.pkl", "--csv", "a", "--report", "a")]
    [InlineData("stats", "i.pkl", "--csv", "a", "--report", "sub/../a")]
    [InlineData("validate", "i.pkl", "--report", "json=a", "--write-baseline", "a")]
    public void Outputs_ThatAreOneFile_AreRefused(params string[] args)
    {
        var run = CliRun.Of([.. args.Select(Place), "-q", "--force"]);
        Assert.Equal(2, run.Code);
        Assert.Contains("is given twice", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder["a"]));
    }

    [Fact]
    public void Validate_BaselineReadAndWritten_IsBroughtUpToDate()
    {
        var run = CliRun.Of(
            "validate",
            _folder["i.pkl"],
            "--baseline",
            _folder["base.json"],
            "--write-baseline",
            _folder["base.json"],
            "-q",
            "--force"
        );
        Assert.Equal(0, run.Code);
        using var json = JsonDocument.Parse(File.ReadAllBytes(_folder["base.json"]));
        Assert.Equal("lungseg/validate-baseline/1", json.RootElement.GetProperty("schema").GetString());
    }

    [Fact]
    public void Convert_WithSplit_PutsTheSplitAndDigestsIntoTheManifest()
    {
        var run = CliRun.Of("convert", _folder["i.pkl"], "--split", _folder["folds.csv"], "-o", _folder["o.npz"], "--sha256", "-q");
        Assert.Equal(0, run.Code);
        using var json = JsonDocument.Parse(File.ReadAllBytes(_folder["o.npz.manifest.json"]));
        var split = json.RootElement.GetProperty("split");
        var content = File.ReadAllBytes(_folder["folds.csv"]);
        Assert.Equal(content.Length, split.GetProperty("bytes").GetInt32());
        Assert.Equal(Sha256(content), split.GetProperty("sha256").GetString());
        var file = json.RootElement.GetProperty("files")[0];
        Assert.Equal("o.npz", file.GetProperty("path").GetString());
        Assert.Equal(Sha256(File.ReadAllBytes(_folder["o.npz"])), file.GetProperty("sha256").GetString());
        Assert.DoesNotContain(_folder[string.Empty], json.RootElement.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public void Convert_LesionCrop_SaysWhatWasTaken()
    {
        var run = CliRun.Of("convert", _folder["i.pkl"], "--lesion-crop", "16", "--size", "8", "--to", "png", "-o", _folder["o"], "-q");
        Assert.Equal(0, run.Code);
        using var json = JsonDocument.Parse(File.ReadAllBytes(_folder["o/manifest.json"]));
        foreach (var row in json.RootElement.GetProperty("rows").EnumerateArray())
        {
            Assert.Equal("[64,64]", row.GetProperty("source_size").GetRawText().ReplaceLineEndings("").Replace(" ", ""));
            Assert.Equal("[8,8]", row.GetProperty("size").GetRawText().ReplaceLineEndings("").Replace(" ", ""));
            Assert.Equal(16, row.GetProperty("crop").GetProperty("height").GetInt32());
            Assert.Equal(16, row.GetProperty("crop").GetProperty("width").GetInt32());
        }
    }

    private static string Sha256(byte[] bytes) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes));

    /// <summary>A word with the names of files put into the test's folder.</summary>
    private string Place(string word)
    {
        if (word.StartsWith('@'))
        {
            return "@" + _folder[word[1..]];
        }

        if (word.StartsWith("json=", StringComparison.Ordinal))
        {
            return "json=" + _folder[word["json=".Length..]];
        }

        return word is "a" or "link" || word.Contains('.', StringComparison.Ordinal) ? _folder[word] : word;
    }
}
