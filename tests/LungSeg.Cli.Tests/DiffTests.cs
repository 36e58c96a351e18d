using System.Text.Json;
using Xunit;

namespace LungSeg.Cli.Tests;

/// <summary>Rows of the sample that were left out or put elsewhere: what changed follows from that.</summary>
public sealed class DiffTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Run_SampleInAnotherFormat_FindsNoChange()
    {
        var output = Convert("copy.npz", "npz");
        var run = CliRun.Of("diff", CliRun.Sample, output, "--json");
        Assert.Equal((0, string.Empty), (run.Code, run.Error));
        using var document = JsonDocument.Parse(run.Out);
        var root = document.RootElement;
        Assert.Equal("lungseg/diff/1", root.GetProperty("schema").GetString());
        Assert.Equal(
            (12, 12),
            (root.GetProperty("rows").GetProperty("a").GetInt32(), root.GetProperty("rows").GetProperty("b").GetInt32())
        );
        Assert.Equal(12, root.GetProperty("kinds").GetProperty("same").GetInt32());
        Assert.Empty(root.GetProperty("changes").EnumerateArray());
    }

    [Fact]
    public void Run_RowsLeftOutAndMoved_ExitsByKind()
    {
        var output = Convert("part.pkl", "pickle", "--rows", "0..3,5..10");
        var run = CliRun.Of("diff", CliRun.Sample, output, "--plain");
        Assert.Equal(1, run.Code);
        Assert.Equal(["demo:4\t\tremoved", "demo:11\t\tremoved"], run.Lines[1..].Select(line => string.Join('\t', line.Split('\t')[..3])));
        Assert.Equal(0, CliRun.Of("diff", CliRun.Sample, output, "--fail-on", "never").Code);
        Assert.Equal(0, CliRun.Of("diff", CliRun.Sample, output, "--fail-on", "added,mask_changed").Code);
        Assert.Equal(1, CliRun.Of("diff", output, CliRun.Sample, "--fail-on", "added").Code);
    }

    [Fact]
    public void Run_Csv_HasALineAChange()
    {
        var output = Convert("part.pkl", "pickle", "--rows", "1..11");
        var run = CliRun.Of("diff", CliRun.Sample, output, "--csv", "-", "-q");
        Assert.Equal(1, run.Code);
        Assert.Equal("a,b,kinds,label_a,label_b", string.Join(',', run.Lines[0].Split(',')[..5]));
        Assert.Equal("demo:0,,removed,LR2", string.Join(',', Assert.Single(run.Lines[1..]).Split(',')[..4]));
    }

    [Theory]
    [InlineData("diff compares two versions, and 1 inputs are given", new string[0])]
    [InlineData("--fail-on names 'changed', expected same, moved, relabelled", new[] { "SAMPLE", "--fail-on", "changed" })]
    [InlineData("--fail-on names 'never', expected", new[] { "SAMPLE", "--fail-on", "added,never" })]
    [InlineData("no row of demo~2 is chosen", new[] { "SAMPLE", "--rows", "0..3" })]
    [InlineData("--csv - is an output of its own", new[] { "SAMPLE", "--csv", "-", "--json" })]
    public void Run_WrongUse_SaysWhat(string message, string[] options)
    {
        var run = CliRun.Of(["diff", CliRun.Sample, .. options.Select(option => option == "SAMPLE" ? CliRun.Sample : option)]);
        Assert.Equal(2, run.Code);
        Assert.Contains(message, run.Error);
    }

    private string Convert(string name, string format, params string[] options)
    {
        var output = _folder[name];
        Assert.Equal(0, CliRun.Of(["convert", CliRun.Sample, "-o", output, "--to", format, "-q", .. options]).Code);
        return output;
    }
}
