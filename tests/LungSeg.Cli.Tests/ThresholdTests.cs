using System.Text.Json;
using Xunit;

namespace LungSeg.Cli.Tests;

/// <summary>The arrays themselves are compared with the Python reference by tests/interop/check_threshold.py.</summary>
public sealed class ThresholdTests
{
    [Fact]
    public void Threshold_SampleByItsOwnMethod_ChangesNoByte()
    {
        using var folder = new TemporaryFolder();
        CliRun.Of("demo", "-o", folder["set.pkl"], "--rows", "4", "--quiet");
        var run = CliRun.Of("threshold", folder["set.pkl"], "-o", folder["again.pkl"]);
        Assert.Equal(0, run.Code);
        Assert.Contains("hu_array by published, ok 4", run.Error, StringComparison.Ordinal);
        Assert.Equal(File.ReadAllBytes(folder["set.pkl"]), File.ReadAllBytes(folder["again.pkl"]));
    }

    [Fact]
    public void Threshold_Refined_IsFoundByCheckAndLeavesTheRest()
    {
        using var folder = new TemporaryFolder();
        CliRun.Of("demo", "-o", folder["set.pkl"], "--rows", "4", "--quiet");
        CliRun.Of("threshold", folder["set.pkl"], "-o", folder["refined.pkl"], "--method", "refined", "--rows", "1,2", "--quiet");
        var check = CliRun.Of("threshold", "--check", "--json", folder["refined.pkl"]);
        Assert.Equal(1, check.Code);
        using var json = JsonDocument.Parse(check.Out);
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("best").ValueKind);
        Assert.Equal(
            ["published", "refined", "refined", "published"],
            json.RootElement.GetProperty("per_row").EnumerateArray().Select(row => row.GetProperty("method").GetString())
        );
        Assert.All(json.RootElement.GetProperty("per_row").EnumerateArray(), row => Assert.True(row.GetProperty("identical").GetBoolean()));
        var (before, after) = (File.ReadAllBytes(folder["set.pkl"]), File.ReadAllBytes(folder["refined.pkl"]));
        Assert.Equal(before.Length, after.Length);
    }

    [Fact]
    public void Threshold_Hull_IsFoundByCheckAndIsSound()
    {
        using var folder = new TemporaryFolder();
        CliRun.Of("demo", "-o", folder["set.pkl"], "--rows", "4", "--quiet");
        var made = CliRun.Of("threshold", folder["set.pkl"], "-o", folder["hull.pkl"], "--method", "hull");
        Assert.Contains("hu_array by hull with a margin of 10 px, ok 4", made.Error, StringComparison.Ordinal);
        var check = CliRun.Of("threshold", "--check", "--json", folder["hull.pkl"]);
        Assert.Equal(0, check.Code);
        using var json = JsonDocument.Parse(check.Out);
        Assert.Equal("hull", json.RootElement.GetProperty("best").GetString());
        Assert.Equal(["ok"], json.RootElement.GetProperty("stored").EnumerateObject().Select(count => count.Name));
    }

    [Fact]
    public void Threshold_Compare_GivesForStoredMethodWhatStatsMeasures()
    {
        using var folder = new TemporaryFolder();
        CliRun.Of("demo", "-o", folder["set.pkl"], "--rows", "4", "--quiet");
        CliRun.Of("threshold", folder["set.pkl"], "-o", folder["hull.pkl"], "--method", "hull", "--quiet");
        using var compared = JsonDocument.Parse(CliRun.Of("threshold", "--compare", "--json", folder["hull.pkl"]).Out);
        using var stats = JsonDocument.Parse(CliRun.Of("stats", "--json", "--figures", "lesion,methods", folder["hull.pkl"]).Out);

        var methods = compared.RootElement.GetProperty("methods");
        Assert.Equal(["published", "two-largest", "refined", "hull"], methods.EnumerateObject().Select(method => method.Name));
        var overall = stats.RootElement.GetProperty("overall");
        Assert.Equal(
            overall.GetProperty("lung_share_mean").GetDouble(),
            methods.GetProperty("hull").GetProperty("lung_share").GetDouble(),
            precision: 12
        );
        Assert.Equal(
            overall.GetProperty("lesion_kept").GetProperty("mean").GetDouble(),
            overall.GetProperty("lesion_kept_by_method").GetProperty("hull").GetProperty("mean").GetDouble()
        );
    }

    [Theory]
    [InlineData("--hull-margin goes with --method hull", "-o", "x.pkl", "--hull-margin", "3")]
    [InlineData("--hull-margin is 64, expected 0 to 63", "-o", "x.pkl", "--method", "hull", "--hull-margin", "64")]
    [InlineData("--context goes with --method refined", "-o", "x.pkl", "--method", "hull", "--context", "scan")]
    [InlineData("--context is 'both', expected slice or scan", "-o", "x.pkl", "--method", "refined", "--context", "both")]
    [InlineData("--check and --compare are different questions", "--check", "--compare")]
    [InlineData("--compare prints totals", "--compare", "-o", "x.pkl")]
    public void Threshold_OptionsThatDoNotGoTogether_AreUsageErrors(string message, params string[] options)
    {
        var run = CliRun.Of(["threshold", CliRun.Sample, .. options]);
        Assert.Equal(2, run.Code);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Threshold_ContextScanByShards_GivesTheBytesOfOneRun()
    {
        using var folder = new TemporaryFolder();
        CliRun.Of("demo", "-o", folder["set.pkl"], "--rows", "6", "--quiet");
        string[] options = ["threshold", folder["set.pkl"], "-o", folder["out.pkl"], "--method", "refined", "--context", "scan", "--quiet"];
        Assert.Equal(0, CliRun.Of(options).Code);
        var whole = File.ReadAllBytes(folder["out.pkl"]);
        File.Delete(folder["out.pkl"]);
        Assert.Equal(0, CliRun.Of([.. options, "--shard", "0/2"]).Code);
        Assert.Equal(0, CliRun.Of([.. options, "--shard", "1/2"]).Code);
        Assert.Equal(
            0,
            CliRun.Of("merge", folder["out.pkl.shard-0-of-2"], folder["out.pkl.shard-1-of-2"], "-o", folder["out.pkl"], "--quiet").Code
        );
        Assert.Equal(whole, File.ReadAllBytes(folder["out.pkl"]));
    }

    [Fact]
    public void Threshold_Npz_ReplacesOneMemberAndCopiesTheOthers()
    {
        using var folder = new TemporaryFolder();
        CliRun.Of("convert", CliRun.Sample, "-o", folder["set.npz"], "--rows", "0..2", "--quiet");
        Assert.Equal(0, CliRun.Of("threshold", folder["set.npz"], "-o", folder["refined.npz"], "--method", "refined", "--rows", "1").Code);
        var check = CliRun.Of("threshold", "--check", "--json", folder["refined.npz"]);
        using var json = JsonDocument.Parse(check.Out);
        Assert.Equal(
            ["published", "refined", "published"],
            json.RootElement.GetProperty("per_row").EnumerateArray().Select(row => row.GetProperty("method").GetString())
        );
        Assert.All(json.RootElement.GetProperty("per_row").EnumerateArray(), row => Assert.True(row.GetProperty("identical").GetBoolean()));
        using var before = System.IO.Compression.ZipFile.OpenRead(folder["set.npz"]);
        using var after = System.IO.Compression.ZipFile.OpenRead(folder["refined.npz"]);
        Assert.Equal(before.Entries.Select(entry => entry.FullName), after.Entries.Select(entry => entry.FullName));
        Assert.Equal(
            ["hu_array.npy"],
            before.Entries.Zip(after.Entries).Where(pair => pair.First.Crc32 != pair.Second.Crc32).Select(pair => pair.First.FullName)
        );
    }

    [Fact]
    public void Threshold_Check_SaysWhatMadeTheSample()
    {
        using var folder = new TemporaryFolder();
        var run = CliRun.Of("threshold", "--check", CliRun.Sample, "-o", folder["sheet.png"]);
        Assert.Equal(0, run.Code);
        Assert.Contains("12 rows  published made every hu_array, bit for bit", run.Out, StringComparison.Ordinal);
        Assert.StartsWith($"lungseg: wrote {folder["sheet.png"]}:", run.Error, StringComparison.Ordinal);
        Assert.Equal(["sheet.png"], folder.Names);
    }

    [Fact]
    public void Threshold_CheckOfNoRows_ClaimsNothing()
    {
        using var folder = new TemporaryFolder();
        string[] args = ["threshold", "--check", CliRun.Sample, "--label", "LR1"];
        Assert.Equal((2, string.Empty), (CliRun.Of(args).Code, CliRun.Of(args).Out));
        args = [.. args, "--allow-empty"];
        var run = CliRun.Of(args);
        Assert.Equal(0, run.Code);
        Assert.StartsWith("0 rows  nothing to compare\n", run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", run.Out, StringComparison.Ordinal);
        using var json = System.Text.Json.JsonDocument.Parse(CliRun.Of([.. args, "--json"]).Out);
        Assert.Equal(System.Text.Json.JsonValueKind.Null, json.RootElement.GetProperty("best").ValueKind);
    }

    [Fact]
    public void Threshold_WithoutHuOld_IsAnInputError()
    {
        using var folder = new TemporaryFolder();

        // {"label1": ["LR2"], "mask": [1], "hu_array": [1], "other": [1]} in protocol 0: cells that hold no arrays.
        var path = folder.Write("none.pkl", "(dp0\nVlabel1\np1\n(lp2\nVLR2\nasVmask\n(lp3\nI1\nasVhu_array\n(lp4\nI1\nas."u8.ToArray());
        var run = CliRun.Of("threshold", path, "-o", folder["out.pkl"]);
        Assert.Equal(3, run.Code);
        Assert.Contains("row none:0 has no hu_array_old", run.Error, StringComparison.Ordinal);
        Assert.Equal(["none.pkl"], folder.Names);
    }

    [Fact]
    public void Threshold_DryRun_WritesNothing()
    {
        using var folder = new TemporaryFolder();
        var run = CliRun.Of("threshold", CliRun.Sample, "-o", folder["out.pkl"], "--dry-run");
        Assert.Equal((0, string.Empty), (run.Code, run.Out));
        Assert.Contains("would write", run.Error, StringComparison.Ordinal);
        Assert.Empty(folder.Names);
    }

    [Theory]
    [InlineData("threshold")]
    [InlineData("convert --to pickle")]
    [InlineData("demo")]
    public void Write_PackedAsNothingWrites_IsRefused(string command)
    {
        using var folder = new TemporaryFolder();
        foreach (var suffix in new[] { ".bz2", ".xz", ".zip" })
        {
            var output = folder["out.pkl" + suffix];
            var run = CliRun.Of([.. command.Split(' '), .. command == "demo" ? Array.Empty<string>() : [CliRun.Sample], "-o", output]);
            Assert.Equal(
                (2, $"lungseg: {output}: {suffix} can be read, but not written; use .gz, .zst or no suffix\n"),
                (run.Code, run.Error.ReplaceLineEndings("\n"))
            );
            Assert.Empty(folder.Names);
        }
    }

    [Theory]
    [InlineData("out.pkl.gz", new byte[] { 0x1f, 0x8b })]
    [InlineData("out.pkl.zst", new byte[] { 0x28, 0xb5, 0x2f, 0xfd })]
    public void Threshold_PackedByName_HoldsTheSameRows(string name, byte[] magic)
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(0, CliRun.Of("threshold", CliRun.Sample, "-o", folder[name], "--quiet").Code);
        Assert.Equal(magic, File.ReadAllBytes(folder[name])[..magic.Length]);
        Assert.Contains("published made every hu_array", CliRun.Of("threshold", "--check", folder[name]).Out, StringComparison.Ordinal);
    }
}
