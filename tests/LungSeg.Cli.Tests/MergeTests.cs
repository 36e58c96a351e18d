using Xunit;

namespace LungSeg.Cli.Tests;

/// <summary>Shards by the command line, joined and compared with one run. tests/interop/cluster does the same on Slurm and Dask.</summary>
public sealed class MergeTests
{
    [Theory]
    [InlineData("threshold", "out.pkl", "--method", "refined")]
    [InlineData("threshold", "out.pkl.gz", "--on-failure", "zero", "--rows", "1..9")]
    [InlineData("convert", "out.pkl", "--label", "LR3,LR4A")]
    [InlineData("convert", "out.csv", "--mask-value", "1", "--window=lung", "--to=hf")]
    [InlineData("convert", "out.npz", "--verify", "--size", "64", "--hu-array", "none")]
    public void Merge_ShardsInAnyOrder_GivesTheBytesOfOneRun(string command, string name, params string[] more)
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["one"]);
        Directory.CreateDirectory(folder["joined"]);
        Assert.Equal(0, CliRun.Of([command, CliRun.Sample, "-o", folder["one/" + name], "-q", .. more]).Code);
        foreach (var index in new[] { 1, 2, 0 })
        {
            Assert.Equal(0, CliRun.Of([command, $"--shard={index}/3", CliRun.Sample, "-o", folder["joined/" + name], "-q", .. more]).Code);
        }
        var run = CliRun.Of(
            "merge",
            Shard(folder, name, 2),
            Shard(folder, name, 0),
            Shard(folder, name, 1),
            "-o",
            folder["joined/" + name]
        );
        Assert.Equal((0, string.Empty), (run.Code, run.Out));
        var (expected, found) = (Files(folder["one"]), Files(folder["joined"]));
        Assert.Equal(expected.Select(file => file.Name), found.Select(file => file.Name));
        Assert.All(expected.Zip(found), pair => Assert.True(pair.First.Bytes.AsSpan().SequenceEqual(pair.Second.Bytes), pair.First.Name));
    }

    [Fact]
    public void Merge_ShardMissing_ExitsThreeAndWritesNothing()
    {
        using var folder = new TemporaryFolder();
        CliRun.Of("convert", CliRun.Sample, "-o", folder["out.csv"], "--shard", "1/2", "-q");
        var run = CliRun.Of("merge", folder["out.csv.shard-1-of-2"], "-o", folder["out.csv"]);
        Assert.Equal(3, run.Code);
        Assert.Contains("1 of 2 shards are missing: 0", run.Error, StringComparison.Ordinal);
        Assert.Empty(folder.Names);
    }

    [Fact]
    public void Merge_OutputExists_ExitsFourUnlessForced()
    {
        using var folder = new TemporaryFolder();
        CliRun.Of("threshold", CliRun.Sample, "-o", folder["out.pkl"], "--shard", "0/1", "-q");
        folder.Write("out.pkl", [1]);
        Assert.Equal(4, CliRun.Of("merge", folder["out.pkl.shard-0-of-1"], "-o", folder["out.pkl"]).Code);
        Assert.Equal([1], File.ReadAllBytes(folder["out.pkl"]));
        Assert.Equal(0, CliRun.Of("merge", folder["out.pkl.shard-0-of-1"], "-o", folder["out.pkl"], "--force").Code);
        Assert.True(new FileInfo(folder["out.pkl"]).Length > 1);
    }

    [Fact]
    public void Merge_NoShard_ExitsThree()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["empty"]);
        Assert.Equal(3, CliRun.Of("merge", folder["empty"], "-o", folder["out"]).Code);
        Assert.Equal(3, CliRun.Of("merge", folder["nowhere"], "-o", folder["out"]).Code);
    }

    [Fact]
    public void Merge_InputGone_SaysThatItIsNeeded()
    {
        using var folder = new TemporaryFolder();
        var input = folder.Write("demo.pkl.gz", File.ReadAllBytes(CliRun.Sample));
        CliRun.Of("convert", input, "-o", folder["out.csv"], "--shard", "0/1", "-q");
        File.Delete(input);
        var run = CliRun.Of("merge", folder["out.csv.shard-0-of-1"], "-o", folder["out.csv"]);
        Assert.Equal(3, run.Code);
        Assert.Contains("merge opens the inputs", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("inspect")]
    [InlineData("threshold", "--check")]
    public void Lines_OfAllShards_AreThoseOfOneRun(params string[] words)
    {
        var whole = CliRun.Of([.. words, "--jsonl", CliRun.Sample]);
        var lines = Enumerable
            .Range(0, 3)
            .SelectMany(index => CliRun.Of([.. words, "--jsonl", "--shard", $"{index}/3", CliRun.Sample]).Lines);
        Assert.Equal(12, whole.Lines.Length);
        Assert.Equal(whole.Lines.Order(StringComparer.Ordinal), lines.Order(StringComparer.Ordinal));
        Assert.Equal(2, CliRun.Of([.. words, "--json", "--shard", "0/3", CliRun.Sample]).Code);
    }

    [Theory]
    [InlineData("-", "--shard", "0/2")]
    [InlineData("x.pkl", "--shard", "2/2")]
    [InlineData("x.pkl", "--shard", "0/2", "--rows", "@-")]
    public void Convert_ShardThatCannotBe_IsUsage(params string[] words)
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(2, CliRun.Of(["convert", "-o", folder["out.csv"], .. words]).Code);
    }

    private static string Shard(TemporaryFolder folder, string name, int index) => folder[$"joined/{name}.shard-{index}-of-3"];

    private static (string Name, byte[] Bytes)[] Files(string folder) =>
        [
            .. Directory
                .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                .Where(file => !file.Contains(".shard-", StringComparison.Ordinal))
                .Select(file => (Name: Path.GetRelativePath(folder, file), Bytes: File.ReadAllBytes(file)))
                .OrderBy(file => file.Name, StringComparer.Ordinal),
        ];
}
