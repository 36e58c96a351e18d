using Xunit;

namespace LungSeg.Cli.Tests;

public sealed class DemoTests
{
    [Fact]
    public void Demo_SameSeed_GivesTheSameFileWhateverTheThreads()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(0, Demo(folder["a.pkl"], "--seed", "9", "--jobs", "1").Code);
        Assert.Equal(0, Demo(folder["b.pkl"], "--seed", "9", "--jobs", "4").Code);
        Assert.Equal(0, Demo(folder["c.pkl"], "--seed", "10").Code);
        Assert.Equal(File.ReadAllBytes(folder["a.pkl"]), File.ReadAllBytes(folder["b.pkl"]));
        Assert.NotEqual(File.ReadAllBytes(folder["a.pkl"]), File.ReadAllBytes(folder["c.pkl"]));
        Assert.Equal(["a.pkl", "b.pkl", "c.pkl"], folder.Names);
    }

    [Fact]
    public void Demo_Packed_HoldsTheSameRows()
    {
        using var folder = new TemporaryFolder();
        Demo(folder["plain.pkl"]);
        Demo(folder["packed.pkl.gz"]);
        Assert.Equal(
            CliRun.Of("inspect", "--jsonl", "--values", folder["plain.pkl"]).Out.Replace("plain:", "packed:", StringComparison.Ordinal),
            CliRun
                .Of("inspect", "--jsonl", "--values", folder["packed.pkl.gz"])
                .Out.Replace("\"compression\":\"gzip\",", string.Empty, StringComparison.Ordinal)
        );
        Assert.Equal(["packed.pkl.gz", "plain.pkl"], folder.Names);
    }

    [Fact]
    public void Demo_ExistingFile_IsKept()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("there.pkl", [1, 2, 3]);
        Assert.Equal(4, Demo(path).Code);
        Assert.Equal([1, 2, 3], File.ReadAllBytes(path));
        Assert.Equal(0, Demo(path, "--force").Code);
        Assert.Equal(["there.pkl"], folder.Names);
    }

    [Fact]
    public void Demo_MissingFolder_IsAnEnvironmentError() =>
        Assert.Equal(4, Demo(Path.Combine(Path.GetTempPath(), "no-such-folder-here", "x.pkl")).Code);

    private static CliRun Demo(string path, params string[] more) =>
        CliRun.Of(["demo", "-o", path, "--rows", "4", "--side", "256", .. more]);
}
