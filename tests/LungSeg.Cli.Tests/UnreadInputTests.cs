using Xunit;

namespace LungSeg.Cli.Tests;

/// <summary>Rows and labels that may be those of an input that could not be read: the exit code is the input's, 3.</summary>
public sealed class UnreadInputTests
{
    private const string Missing = "no such.pkl";

    [Theory]
    [InlineData("--rows", "no such:0")]
    [InlineData("--rows", "demo:0,no such:1")]
    [InlineData("--rows", "0")]
    [InlineData("--rows", "3..20")]
    [InlineData("--label", "other")]
    public void RowsOfAMissingInput_ExitWith3(params string[] selection)
    {
        string[][] commands =
        [
            ["inspect"],
            ["inspect", "--jsonl"],
            ["stats"],
            ["validate"],
        ];
        foreach (var command in commands)
        {
            var run = CliRun.Of([.. command, Missing, CliRun.Sample, .. selection]);
            Assert.Equal((3, string.Empty), (run.Code, run.Out));
            Assert.StartsWith($"lungseg: {Missing}: file not found\nlungseg: ", run.Error, StringComparison.Ordinal);
            Assert.Contains(selection[1].Split(',')[^1].Split(':')[0], run.Error.Split('\n')[1], StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("11")]
    [InlineData("demo:11")]
    public void RowsBeforeAMissingInput_AreRead(string rows)
    {
        var run = CliRun.Of("inspect", "--jsonl", CliRun.Sample, Missing, "--rows", rows);
        Assert.Equal(3, run.Code);
        Assert.Contains("\"demo:11\"", Assert.Single(run.Lines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--rows", "12")]
    [InlineData("--rows", "other:0")]
    [InlineData("--label", "other")]
    public void RowsOfNoInput_AllOfWhichWereRead_ExitWith2(params string[] selection) =>
        Assert.Equal(2, CliRun.Of(["inspect", CliRun.Sample, .. selection]).Code);
}
