using System.Text.Json;
using Xunit;

namespace LungSeg.Cli.Tests;

/// <summary>Figures are compared with numpy and scipy by tests/interop/evaluate/check_evaluate.py.</summary>
public sealed class EvaluateTests
{
    private static readonly string[] Ungrouped = ["--group", "none", "--quiet"];

    [Fact]
    public void Evaluate_TruthAsPrediction_IsPerfectAndSaysSo()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(0, CliRun.Of("convert", CliRun.Sample, "--to", "png", "-o", folder["png"], "-q").Code);
        var run = CliRun.Of("evaluate", CliRun.Sample, "-p", "m=" + folder["png/masks"], "--json", "--group", "none");
        Assert.Equal(0, run.Code);
        Assert.Contains("m equals the truth in every row: is it a prediction?", run.Error, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(run.Out);
        var overall = json.RootElement.GetProperty("predictions").GetProperty("m").GetProperty("overall");
        Assert.Equal("lungseg/evaluate/1", json.RootElement.GetProperty("schema").GetString());
        Assert.Equal((12, 1.0), (overall.GetProperty("rows").GetInt32(), overall.GetProperty("dice").GetProperty("mean").GetDouble()));
        Assert.Equal(0, overall.GetProperty("hd").GetProperty("mean").GetDouble());
        Assert.Equal(1, overall.GetProperty("lesions").GetProperty("pq").GetDouble());
    }

    [Fact]
    public void Evaluate_Suspects_StandAfterTheFigures_AndEachFileIsNamed()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(0, CliRun.Of("convert", CliRun.Sample, "--to", "png", "-o", folder["png"], "-q").Code);
        File.Delete(folder["png/masks/demo_00003.png"]);
        string[] command = ["evaluate", CliRun.Sample, "-p", "a=" + folder["png/masks"], "-p", "b=" + folder["png/masks"]];
        string[] options = ["--missing", "empty", "--group", "none", "--suspects", "--force", "--width", "100"];
        string[] files = ["--report", folder["page.html"], "--csv", folder["rows.csv"]];
        var run = CliRun.Of([.. command, .. options, .. files]);
        Assert.Contains($"lungseg: wrote {folder["page.html"]}: 12 rows\n", run.Error, StringComparison.Ordinal);
        Assert.Contains($"lungseg: wrote {folder["rows.csv"]}: 24 lines\n", run.Error, StringComparison.Ordinal);

        // The row without a prediction is the one that is not perfect; its key is that of 'inspect --values'.
        var row = CliRun.Of("inspect", "--jsonl", "--values", "--rows", "3", CliRun.Sample).Lines[0];
        var key = JsonDocument.Parse(row).RootElement.GetProperty("key").GetString();
        var worst = run.Out.IndexOf("worst rows", StringComparison.Ordinal);
        Assert.Contains(key!, run.Out[worst..], StringComparison.Ordinal);
        Assert.InRange(
            worst,
            run.Out.IndexOf("rows of", StringComparison.Ordinal),
            run.Out.IndexOf("suspect masks", StringComparison.Ordinal)
        );
        using var json = JsonDocument.Parse(CliRun.Of([.. command, .. options, "--json", "-q"]).Out);
        Assert.Equal("lungseg/evaluate/1", json.RootElement.GetProperty("schema").GetString());

        // Two models that agree with each other and with the truth give no reason to suspect it.
        Assert.Equal(0, json.RootElement.GetProperty("suspects").GetArrayLength());
        Assert.Contains("0 of 12 rows have a score over 0", run.Out, StringComparison.Ordinal);
        Assert.Contains("No row is suspect: all scores are 0.", File.ReadAllText(folder["page.html"]), StringComparison.Ordinal);
        Assert.Equal("row,score,disagreement,doubt,reader_doubt\n", CliRun.Of([.. command, .. options, "--format", "csv", "-q"]).Out);
    }

    [Fact]
    public void Evaluate_FolderWithoutARow_ListsItUnlessItCountsAsEmpty()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(0, CliRun.Of("convert", CliRun.Sample, "--to", "png", "-o", folder["png"], "-q").Code);
        File.Delete(folder["png/masks/demo_00003.png"]);
        var refused = CliRun.Of(["evaluate", CliRun.Sample, "-p", folder["png/masks"], .. Ungrouped]);
        Assert.Equal((3, string.Empty), (refused.Code, refused.Out));
        Assert.Contains("1 of 12 rows have no prediction: demo:3; use --missing empty", refused.Error, StringComparison.Ordinal);
        var taken = CliRun.Of(["evaluate", CliRun.Sample, "-p", folder["png/masks"], "--missing", "empty", .. Ungrouped]);
        Assert.Equal(0, taken.Code);
        Assert.Contains("rows with a lesion in truth and prediction 11, in the truth alone 1,", taken.Out, StringComparison.Ordinal);
        var under = CliRun.Of([
            "evaluate",
            CliRun.Sample,
            "-p",
            folder["png/masks"],
            "--missing",
            "empty",
            "--fail-under",
            "dice=0.95",
            .. Ungrouped,
        ]);
        Assert.Equal(1, under.Code);
        Assert.Contains("masks: dice is 0.9167, under 0.95", under.Error, StringComparison.Ordinal);
        var chosen = CliRun.Of(["evaluate", CliRun.Sample, "-p", folder["png/masks"], "--rows", "0..2", .. Ungrouped]);
        Assert.Equal(0, chosen.Code);
    }

    [Theory]
    [InlineData(new[] { "-p", "nowhere.npy" }, "nowhere.npy: file not found")]
    [InlineData(new string[0], "give the predicted masks: --prediction PATH")]
    [InlineData(new[] { "-p", ".", "--policy", "two" }, "--policy is 'two', expected nan, one, zero, skip_empty_truth")]
    [InlineData(new[] { "-p", ".", "--probability", "1.5" }, "--probability is '1.5', expected a number above 0 and up to 1")]
    [InlineData(new[] { "-p", ".", "--fail-under", "hd=3" }, "--fail-under knows no figure hd")]
    [InlineData(new[] { "-p", "a=.", "-p", "a=.." }, "two predictions are called a")]
    public void Evaluate_WrongOptions_AreUsage(string[] options, string expected)
    {
        var run = CliRun.Of(["evaluate", CliRun.Sample, .. options, .. Ungrouped]);
        Assert.Equal((2, string.Empty), (run.Code, run.Out));
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
    }
}
