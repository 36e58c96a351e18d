using Xunit;

namespace LungSeg.Cli.Tests;

/// <summary>
/// What joined shards print and write, and how they exit, against one run. Files of <c>convert</c> and <c>threshold -o</c>:
/// <see cref="MergeTests"/>.
/// </summary>
public sealed class ShardedOutputTests : IDisposable
{
    private static readonly int[] Counts = [1, 2, 3, 7, 10];
    private readonly TemporaryFolder _folder = new();
    private readonly string[] _inputs;

    public ShardedOutputTests()
    {
        // The second set holds rows of the first: leakage.
        _inputs = [_folder["a.pkl"], _folder["b.pkl"]];
        Assert.Equal(0, CliRun.Of("demo", "-o", _inputs[0], "--rows", "5", "--side", "64", "--seed", "3", "-q").Code);
        Assert.Equal(0, CliRun.Of("convert", _inputs[0], "--rows", "0..2", "-o", _inputs[1], "-q").Code);
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("validate", "--format", "text")]
    [InlineData("validate", "--format", "json", "--fail-on", "note")]
    [InlineData("validate", "--format", "junit")]
    [InlineData("validate", "--format", "sarif", "--skip", "lesion-lost")]
    [InlineData("validate", "--format", "github", "--fail-on", "warning")]
    [InlineData("validate", "--format", "markdown", "--rows", "a:0..3,b:0")]
    [InlineData("inspect")]
    [InlineData("inspect", "--json", "--values")]
    [InlineData("inspect", "--jsonl", "--values", "--label", "LR3,LR4A")]
    [InlineData("threshold", "--check")]
    [InlineData("threshold", "--check", "--json")]
    [InlineData("threshold", "--check", "--jsonl", "--rows", "2..6")]
    [InlineData("split", "--json")]
    [InlineData("split", "--json", "--group", "none", "--folds", "3", "--seed", "5")]
    public void Merge_AnyNumberOfShards_PrintsAndExitsAsOneRun(params string[] words)
    {
        var whole = CliRun.Of([.. words, .. _inputs]);
        Assert.InRange(whole.Code, 0, 1);
        Assert.NotEmpty(whole.Out);
        foreach (var count in Counts)
        {
            var merged = CliRun.Of(["merge", .. Shards(count, words)]);
            Assert.True(whole.Out == merged.Out, $"{count} shards print other bytes");
            Assert.Equal(whole.Code, merged.Code);
            Assert.All(merged.Error.Split('\n'), line => Assert.Contains(line, whole.Error, StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("out.csv", "--parts", "train=0.6,val=0.4")]
    [InlineData("out.json", "--folds", "2", "--repeat", "2")]
    [InlineData("splits_final.json", "--folds", "3")]
    public void Merge_Split_WritesTheFileOfOneRun(string name, params string[] more)
    {
        Directory.CreateDirectory(_folder["one"]);
        var one = CliRun.Of(["split", .. _inputs, "-o", _folder["one/" + name], "-q", .. more]);
        Assert.Equal(0, one.Code);
        var shards = Shards(3, ["split", .. more], name);
        Assert.Equal(2, CliRun.Of(["merge", .. shards]).Code);
        var merged = CliRun.Of(["merge", .. shards, "-o", _folder[name], "-q"]);
        Assert.Equal((0, one.Out), (merged.Code, merged.Out));
        Assert.Equal(File.ReadAllBytes(_folder["one/" + name]), File.ReadAllBytes(_folder[name]));
    }

    [Fact]
    public void Merge_CheckWithPicture_DrawsThePictureOfOneRun()
    {
        Assert.InRange(CliRun.Of(["threshold", "--check", .. _inputs, "-o", _folder["one.png"]]).Code, 0, 1);
        CliRun.Of(["merge", .. Shards(2, ["threshold", "--check"], "two.png"), "-o", _folder["two.png"]]);
        Assert.Equal(File.ReadAllBytes(_folder["one.png"]), File.ReadAllBytes(_folder["two.png"]));
    }

    [Fact]
    public void Merge_ValidateReportsAndBaseline_WritesThemAllAtOnce()
    {
        var report = _folder["report.sarif"];
        var baseline = _folder["known.json"];
        string[] words = ["validate", "--report", "sarif=" + report, "--write-baseline", baseline];
        CliRun.Of([.. words, .. _inputs]);
        var expected = (File.ReadAllText(report), File.ReadAllText(baseline));
        File.Delete(report);
        File.Delete(baseline);
        var shards = Shards(2, words);
        Assert.False(File.Exists(report) || File.Exists(baseline));
        CliRun.Of(["merge", .. shards]);
        Assert.Equal(expected, (File.ReadAllText(report), File.ReadAllText(baseline)));
    }

    [Fact]
    public void Merge_RowThatCannotBeRead_IsFoundAsInOneRun()
    {
        var cut = _folder["cut.pkl"];
        File.WriteAllBytes(cut, File.ReadAllBytes(_inputs[0])[..^20_000]);
        string[] words = ["validate", "--json", cut];
        var whole = CliRun.Of(words);
        Assert.Equal(3, whole.Code);
        var shards = Enumerable
            .Range(0, 2)
            .Select(index =>
            {
                Assert.Equal(3, CliRun.Of([.. words, "-o", _folder["cut"], "-q", "--shard", $"{index}/2"]).Code);
                return _folder[$"cut.shard-{index}-of-2"];
            });
        var merged = CliRun.Of(["merge", .. shards]);
        Assert.Equal((whole.Code, whole.Out), (merged.Code, merged.Out));
    }

    [Theory]
    [InlineData("missing", "1 of 2 shards are missing: 1")]
    [InlineData("doubled", "shard 0/2 is given twice")]
    [InlineData("other parameters", "it was made with other parameters")]
    [InlineData("other settings", "it was made with other parameters")]
    [InlineData("other input", "it was made of other inputs")]
    [InlineData("other version", "version 0.0.1 of lungseg made it")]
    public void Merge_ShardsThatDoNotBelongTogether_IsOneLine(string what, string why)
    {
        var shards = Shards(2, ["validate"]);
        if (what == "missing")
        {
            shards = [shards[1]];
        }
        if (what == "doubled")
        {
            shards = [.. shards, shards[1]];
        }
        if (what == "other parameters")
        {
            shards = [shards[0], Shards(2, ["validate", "--fail-on", "note"], "other")[1]];
        }
        if (what == "other settings")
        {
            File.WriteAllText(_folder["settings.json"], """{"validate":{"limits":{"hu_max":100}}}""");
            shards = Shards(2, ["validate", "--config", _folder["settings.json"]], "settings");
            File.WriteAllText(_folder["settings.json"], """{"validate":{"limits":{"hu_max":101}}}""");
            shards = [shards[0], Shards(2, ["validate", "--config", _folder["settings.json"]], "other")[1]];
        }

        if (what == "other input")
        {
            CliRun.Of("demo", "-o", _inputs[1], "--rows", "3", "--side", "64", "--seed", "4", "-q", "--force");
            shards = [shards[0], Shards(2, ["validate"], "other")[1]];
        }

        if (what == "other version")
        {
            var path = Path.Combine(shards[0], "shard.json");
            File.WriteAllText(
                path,
                System.Text.RegularExpressions.Regex.Replace(File.ReadAllText(path), "\"version\":\"[^\"]*\"", "\"version\":\"0.0.1\"")
            );
        }

        var run = CliRun.Of(["merge", .. shards]);
        Assert.Equal((3, string.Empty), (run.Code, run.Out));
        Assert.Contains(why, Assert.Single(run.Error.TrimEnd('\n').Split('\n')), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("validate")]
    [InlineData("validate", "-o", "x")]
    [InlineData("inspect", "--json")]
    [InlineData("inspect", "--json", "-o", "x")]
    [InlineData("threshold", "--check")]
    [InlineData("split", "--json")]
    [InlineData("split", "-o", "-")]
    [InlineData("split", "-o", "x.csv", "-n")]
    [InlineData("split", "--leakage")]
    [InlineData("inspect", "--globals", "-o", "x")]
    public void Shard_ThatCannotBe_IsUsage(params string[] words)
    {
        var isNamed = words.Contains("-o");
        string[] part = isNamed && words is ["validate" or "inspect", ..] && !words.Contains("--globals") ? [] : ["--shard", "0/2"];
        Assert.Equal(2, CliRun.Of([.. words, .. _inputs, .. part]).Code);
    }

    [Fact]
    public void Merge_OutputOfWhatIsPrinted_IsUsage() =>
        Assert.Equal(2, CliRun.Of(["merge", .. Shards(1, ["inspect", "--json"]), "-o", _folder["out"]]).Code);

    private string[] Shards(int count, string[] words, string name = "out.json") =>
        [
            .. Enumerable
                .Range(0, count)
                .Reverse()
                .Select(index =>
                {
                    var run = CliRun.Of([.. words, .. _inputs, "-o", _folder[name], "-q", "--force", "--shard", $"{index}/{count}"]);
                    Assert.Equal((0, string.Empty, string.Empty), (run.Code, run.Out, run.Error));
                    return _folder[$"{name}.shard-{index}-of-{count}"];
                }),
        ];
}
