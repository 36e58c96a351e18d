using System.Runtime.InteropServices;
using System.Text.Json;
using Xunit;

namespace LungSeg.Cli.Tests;

/// <summary>
/// The sample's findings are known from ValidateTests: demo:1 has lost its lesion, demo:0 has it cut, and demo:1, 4, 5, 7, 8 and 10 hardly
/// differ from the slice before. Which rows each rule names is proved by tests/interop/selection/check_selection.py.
/// </summary>
public sealed class ChoosingTests
{
    [Theory]
    [InlineData("--with", "lesion-lost", new[] { 1 })]
    [InlineData("--with", "LS034,lesion-cut", new[] { 0, 1 })]
    [InlineData("--with", "near-duplicate", new[] { 1, 4, 5, 7, 8, 10 })]
    [InlineData("--with", "warning", new[] { 1 })]
    [InlineData("--without", "note", new[] { 2, 3, 6, 9, 11 })]
    public void Inspect_RulesOverTheSample_ChooseTheRowsOfTheFindings(string option, string rules, int[] rows) =>
        Assert.Equal(rows.Select(row => $"demo:{row}"), Rows(CliRun.Of("inspect", "--jsonl", option, rules, CliRun.Sample)));

    [Fact]
    public void Inspect_JsonLines_SayWhyARowIsChosen()
    {
        var run = CliRun.Of("inspect", "--jsonl", "--with", "lesion-lost", CliRun.Sample);
        using var row = JsonDocument.Parse(run.Lines[0]);
        var chosen = Assert.Single(row.RootElement.GetProperty("chosen").EnumerateArray());
        Assert.Equal("LS034", chosen.GetProperty("rule").GetString());
        // 9 of the 19 lesion px are kept.
        Assert.Equal(9 / 19.0, chosen.GetProperty("figure").GetDouble(), 12);
        Assert.Equal(0.5, chosen.GetProperty("limit").GetDouble());
        Assert.Equal("lungseg: 1 of 12 rows are chosen; --with chose: lesion-lost 1\n", run.Error);
    }

    [Theory]
    [InlineData("stats")]
    [InlineData("threshold", "--check")]
    public void JsonLines_OfOtherCommands_SayWhyARowIsChosen(params string[] command)
    {
        var run = CliRun.Of([.. command, "--jsonl", "--with", "lesion-lost", CliRun.Sample]);
        Assert.Contains(
            "\"chosen\":[{\"rule\":\"LS034\"",
            run.Out.Replace(" ", string.Empty, StringComparison.Ordinal),
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("chosen", CliRun.Of([.. command, "--jsonl", CliRun.Sample]).Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("inspect", "--json")]
    [InlineData("stats")]
    [InlineData("validate")]
    [InlineData("threshold", "--check")]
    [InlineData("threshold", "-o", "OUT.pkl.gz")]
    [InlineData("convert", "-o", "OUT.npz")]
    [InlineData("split", "-o", "OUT.csv")]
    public void Run_NoRowChosen_IsExitTwoUnlessAllowed(params string[] command)
    {
        using var folder = new TemporaryFolder();
        string[] args = [.. command.Select(word => word.Replace("OUT", folder["out"], StringComparison.Ordinal)), CliRun.Sample];
        var run = CliRun.With(string.Empty, [.. args, "--rows", "@-"]);
        Assert.Equal((2, string.Empty), (run.Code, run.Out));
        Assert.StartsWith("lungseg: no row is chosen", run.Error, StringComparison.Ordinal);
        Assert.Equal(2, CliRun.Of([.. args, "--with", "hu-range"]).Code);
        Assert.Equal(2, CliRun.Of([.. args, "--where", "lesion_px>100000"]).Code);
        Assert.Empty(folder.Names);
        Assert.Equal(0, CliRun.With(string.Empty, [.. args, "--rows", "@-", "--allow-empty"]).Code);
    }

    [Fact]
    public void Run_NoRowChosenWhereAnInputIsMissing_IsTheInputsExit() =>
        Assert.Equal(3, CliRun.Of("stats", "--with", "hu-range", "no such.pkl", CliRun.Sample).Code);

    [Theory]
    [InlineData("lesion-lots", "rule 'lesion-lots' is not known; did you mean lesion-lost? 'lungseg validate --rules' lists them")]
    [InlineData("LS002", "the findings of LS002 unsafe-pickle name inputs and no rows, so no row can be chosen by it")]
    [InlineData(",", "no rule is given; write lesion-lost,LS031 or a severity such as error")]
    public void Run_RuleThatChoosesNoRow_IsRefused(string rules, string message)
    {
        var run = CliRun.Of("inspect", "--without", rules, CliRun.Sample);
        Assert.Equal((2, $"lungseg: --without: {message}\n"), (run.Code, run.Error));
    }

    [Fact]
    public void Convert_Without_WritesTheOtherRowsAndRecordsTheChoice()
    {
        using var folder = new TemporaryFolder();
        var output = folder["clean.npz"];
        var run = CliRun.Of(
            "convert",
            CliRun.Sample,
            "-o",
            output,
            "--rows",
            "0..5",
            "--without",
            "lesion-lost",
            "--where",
            "lesion_px>20"
        );
        Assert.Equal(0, run.Code);
        using var manifest = JsonDocument.Parse(File.ReadAllBytes(output + ".manifest.json"));
        var selection = manifest.RootElement.GetProperty("selection").EnumerateArray().ToArray();
        Assert.Equal(6, selection[0].GetProperty("rows").GetInt32());
        Assert.Equal(["demo:6", "demo:7", "demo:8", "demo:9", "demo:10", "demo:11"], Dropped(selection[0]));
        Assert.Equal(("LS034", 0.5), (selection[1].GetProperty("rule").GetString(), selection[1].GetProperty("limit").GetDouble()));
        Assert.Equal("lesion-lost", selection[1].GetProperty("name").GetString());
        Assert.False(selection[2].TryGetProperty("name", out _));
        Assert.Equal(["demo:1"], Dropped(selection[1]));
        Assert.Equal("lesion_px>20", selection[2].GetProperty("where").GetString());
        // demo:0 has 18 lesion px.
        Assert.Contains("demo:0", Dropped(selection[2]));
        var written = manifest.RootElement.GetProperty("rows").EnumerateArray().Select(row => row.GetProperty("row").GetString());
        Assert.Equal(Enumerable.Range(0, 6).Select(row => $"demo:{row}").Except(selection.SelectMany(Dropped)), written);
    }

    [Fact]
    public void Split_Without_NamesDroppedRowsWithTheReason()
    {
        using var folder = new TemporaryFolder();
        var marks = folder.Write("marks.csv", "row,mark,note\ndemo:1,reject,\ndemo:3,reject,blurred\n"u8.ToArray());
        var run = CliRun.Of([
            "split",
            CliRun.Sample,
            "-o",
            folder["s.csv"],
            "--group",
            "none",
            "--without",
            "LS034,lesion-cut",
            "--without-marks",
            marks,
        ]);
        Assert.Equal(0, run.Code);
        var lines = File.ReadAllLines(folder["s.csv"]);
        Assert.Equal("row,part,fold,group,label,key,reason", lines[0]);
        Assert.Equal(
            ["demo:0,dropped,,,LR2,,LS035", "demo:1,dropped,,,LR2,,LS034 reject", "demo:3,dropped,,,LR3,,reject"],
            lines.Where(line => line.Contains(",dropped,", StringComparison.Ordinal))
        );
        Assert.Equal(13, lines.Length);
        Assert.Equal(0, CliRun.Of("split", "--check", folder["s.csv"], "--group", "none", CliRun.Sample).Code);
    }

    [Theory]
    [InlineData("--rows", "0,2..11")]
    [InlineData("--without-marks", "FILE")]
    public void Split_WithoutTheLinkOfTwoRows_KeepsThemTogether(string option, string value)
    {
        const int Header = 128;
        const int Slice = 512 * 512;
        using var folder = new TemporaryFolder();
        Assert.Equal(0, CliRun.Of("convert", CliRun.Sample, "--to", "npy", "--image", "hu_array_old", "-o", folder["n"], "-q").Code);
        var marks = folder.Write("marks.csv", "row,mark,note\nX:1,reject,\n"u8.ToArray());

        // The mean of two slices of different scans is like each of them; row 1 becomes that of rows 2 and 11.
        var bytes = File.ReadAllBytes(folder["n/X.npy"]);
        var hu = MemoryMarshal.Cast<byte, double>(bytes.AsSpan(Header));
        for (var i = 0; i < Slice; i++)
        {
            hu[Slice + i] = Math.Round((hu[(2 * Slice) + i] + hu[(11 * Slice) + i]) / 2);
        }
        var stack = folder.Write("X.npy", bytes);
        string[] choice = [option, value.Replace("FILE", marks, StringComparison.Ordinal)];
        var run = CliRun.Of(["split", stack, "--folds", "2", "-o", folder["s.csv"], .. choice]);
        Assert.Equal(0, run.Code);
        var groups = File.ReadLines(folder["s.csv"]).Select(line => line.Split(',')).ToDictionary(line => line[0], line => line[3]);
        Assert.Equal(groups["X:2"], groups["X:11"]);
        Assert.Equal(option == "--rows" ? 1 : 0, CliRun.Of("split", "--check", folder["s.csv"], stack).Code);
        Assert.DoesNotContain("group_divided", CliRun.Of("split", "--check", folder["s.csv"], stack).Out, StringComparison.Ordinal);

        // Without the link in the file they are two scans.
        Array.Copy(bytes, Header, bytes, Header + (Slice * sizeof(double)), Slice * sizeof(double));
        Assert.Equal(0, CliRun.Of(["split", folder.Write("X.npy", bytes), "--folds", "2", "-f", "-o", folder["s.csv"], .. choice]).Code);
        groups = File.ReadLines(folder["s.csv"]).Select(line => line.Split(',')).ToDictionary(line => line[0], line => line[3]);
        Assert.NotEqual(groups["X:2"], groups["X:11"]);
    }

    [Theory]
    [InlineData("x.csv", "--without-marks x.csv: file not found")]
    [InlineData("SAMPLE:rejected", "--without-marks: mark 'rejected' is not known; there are reject, mask, label, note")]
    public void Marks_Mistakes_AreRefused(string marks, string message)
    {
        var run = CliRun.Of("inspect", "--without-marks", marks.Replace("SAMPLE", CliRun.Sample, StringComparison.Ordinal), CliRun.Sample);
        Assert.Equal((2, $"lungseg: {message}\n"), (run.Code, run.Error));
    }

    [Fact]
    public void Marks_OfAnUnknownKind_AreAnInputErrorWithTheLine()
    {
        using var folder = new TemporaryFolder();
        var marks = folder.Write("marks.csv", "row,mark,note\ndemo:1,reject,\ndemo:2,rejct,\n"u8.ToArray());
        var run = CliRun.Of("inspect", "--without-marks", marks, CliRun.Sample);
        Assert.Equal(3, run.Code);
        Assert.Contains("mark in line 3", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_OfATableThatIsNotUtf8_AreAnInputErrorWithTheByte()
    {
        byte[] table = [.. "row,mark\ndemo:1,m"u8, 0xff, .. "sk\n"u8];
        using var folder = new TemporaryFolder();
        var file = CliRun.Of("inspect", "--rows", "@" + folder.Write("rows.csv", table), CliRun.Sample);
        Assert.Equal((3, string.Empty), (file.Code, file.Out));
        Assert.Contains("line 2 is not UTF-8: byte 0xff", file.Error, StringComparison.Ordinal);
        var input = CliRun.With(table, "inspect", "--rows", "@-", CliRun.Sample);
        Assert.Equal((3, string.Empty), (input.Code, input.Out));
    }

    [Theory]
    [InlineData("--json", "--values")]
    [InlineData("--json", "--where", "lesion_px>20")]
    public void Shards_OfInspect_MergeToTheSameBytes(params string[] options)
    {
        using var folder = new TemporaryFolder();
        string[] args = ["inspect", CliRun.Sample, .. options, "--without", "lesion-lost,near-duplicate", "-q"];
        foreach (var shard in (int[])[0, 1, 2])
        {
            Assert.Equal(0, CliRun.Of([.. args, "--shard", $"{shard}/3", "-o", folder["s"]]).Code);
        }

        var merged = CliRun.Of("merge", "-q", folder["s.shard-0-of-3"], folder["s.shard-1-of-3"], folder["s.shard-2-of-3"]);
        Assert.Equal((0, CliRun.Of(args).Out), (merged.Code, merged.Out));
    }

    [Fact]
    public void Shards_ThatChooseNoRow_AreJudgedByTheMerge()
    {
        using var folder = new TemporaryFolder();
        string[] args = ["inspect", CliRun.Sample, "--json", "--with", "hu-range", "-q"];
        foreach (var shard in (int[])[0, 1])
        {
            Assert.Equal(0, CliRun.Of([.. args, "--shard", $"{shard}/2", "-o", folder["s"]]).Code);
        }

        Assert.Equal(2, CliRun.Of("merge", folder["s.shard-0-of-2"], folder["s.shard-1-of-2"]).Code);
    }

    /// <summary>A shard never judges that no row is left: others may have some.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(0, "--allow-empty")]
    public void Convert_ShardsThatChooseNoRow_AreWrittenAndJudgedByTheMerge(int code, params string[] more)
    {
        using var folder = new TemporaryFolder();
        string[] args = ["convert", CliRun.Sample, "-o", folder["x.npz"], "--with", "hu-range", "-q", .. more];
        foreach (var shard in (int[])[0, 1])
        {
            Assert.Equal(0, CliRun.Of([.. args, "--shard", $"{shard}/2"]).Code);
        }

        var merged = CliRun.Of("merge", folder["x.npz.shard-0-of-2"], folder["x.npz.shard-1-of-2"], "-o", folder["x.npz"]);
        Assert.Equal(code, merged.Code);
        Assert.Empty(folder.Names);
        Assert.Equal(code, CliRun.Of(args).Code);
    }

    [Theory]
    [InlineData("npz")]
    [InlineData("png")]
    [InlineData("webdataset")]
    [InlineData("dicom")]
    [InlineData("coco", "--lesion-crop", "16")]
    public void Convert_ShardsOfAChoice_MergeToTheBytesOfOneRun(string format, params string[] more)
    {
        using var folder = new TemporaryFolder();
        string[] choice = ["--without", "lesion-lost,near-duplicate", "--where", "lesion_px>12", "-q", "--to", format, .. more];
        Directory.CreateDirectory(folder["whole"]);
        Directory.CreateDirectory(folder["shards"]);
        Assert.Equal(0, CliRun.Of(["convert", CliRun.Sample, "-o", folder["whole/x"], .. choice]).Code);
        string[] shards = [.. Enumerable.Range(0, 3).Select(shard => $"{folder["shards/x"]}.shard-{shard}-of-3")];
        foreach (var shard in (int[])[2, 0, 1])
        {
            Assert.Equal(0, CliRun.Of(["convert", CliRun.Sample, "-o", folder["shards/x"], .. choice, "--shard", $"{shard}/3"]).Code);
        }

        Assert.Equal(0, CliRun.Of(["merge", "-q", .. shards, "-o", folder["shards/x"]]).Code);
        Array.ForEach(shards, shard => Directory.Delete(shard, recursive: true));
        Assert.Equal(Read(folder["whole"]), Read(folder["shards"]));
    }

    [Theory]
    [InlineData("convert", new[] { "--without", "lesion-lost" }, new[] { "--without", "lesion-cut" }, "--without")]
    [InlineData("convert", new[] { "--with", "note" }, new string[0], "--with")]
    [InlineData("convert", new[] { "--where", "lesion_px>1" }, new[] { "--where", "lesion_px>2" }, "--where")]
    [InlineData("threshold", new[] { "--without", "lesion-lost" }, new[] { "--without", "lesion-cut" }, "--without")]
    public void Merge_ShardsOfOtherChoices_AreRefusedByName(string command, string[] first, string[] second, string option)
    {
        using var folder = new TemporaryFolder();
        var name = folder[command == "convert" ? "x.npz" : "x.pkl.gz"];
        Assert.Equal(0, CliRun.Of([command, CliRun.Sample, "-o", name, "-q", "--shard", "0/2", .. first]).Code);
        Assert.Equal(0, CliRun.Of([command, CliRun.Sample, "-o", name, "-q", "--shard", "1/2", .. second]).Code);
        var run = CliRun.Of("merge", name + ".shard-0-of-2", name + ".shard-1-of-2", "-o", name);
        Assert.Equal(3, run.Code);
        var (mine, other) = (second.Length == 0 ? "nothing more" : string.Join(' ', second), string.Join(' ', first));
        Assert.StartsWith(option, other, StringComparison.Ordinal);
        Assert.Contains($"its rows are chosen by {mine}, those of the other by {other}", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Split_KeptTestSet_IsNotCountedAsChosen()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(0, CliRun.Of("demo", "-o", folder["test.pkl"], "--rows", "4", "--seed", "3", "-q").Code);
        string[] args = ["split", CliRun.Sample, "--keep-test", folder["test.pkl"], "--folds", "2", "-o", folder["s.csv"]];
        var run = CliRun.Of([.. args, "--without", "lesion-lost"]);
        Assert.Equal(0, run.Code);
        Assert.Contains("lungseg: 11 of 12 rows are chosen; --without took: lesion-lost 1\n", run.Error, StringComparison.Ordinal);

        // Four test rows are no choice.
        File.Delete(folder["s.csv"]);
        run = CliRun.Of([.. args, "--with", "hu-range"]);
        Assert.Equal(2, run.Code);
        Assert.Equal(0, CliRun.Of([.. args, "--with", "hu-range", "--allow-empty"]).Code);
        Assert.Equal(["test.pkl"], folder.Names);
    }

    [Theory]
    [InlineData("inspect")]
    [InlineData("stats")]
    [InlineData("validate", "--fail-on", "never")]
    [InlineData("split", "-n", "--group", "none", "--parts", "train=0.5,test=0.5")]
    public void Where_InEachCommand_SaysOnceHowManyRowsItTook(params string[] command)
    {
        // demo:1 has lost its lesion; of the others one has a lesion of 12 px, and demo:0 one of 18.
        var left = Rows(CliRun.Of("inspect", "--jsonl", "-q", "--without", "lesion-lost", "--where", "lesion_px>18", CliRun.Sample))
            .Count();
        var run = CliRun.Of([.. command, "--without", "lesion-lost", "--where", "lesion_px>18", CliRun.Sample]);
        Assert.Equal(0, run.Code);
        Assert.Equal(1, run.Error.Split("rows are chosen").Length - 1);
        Assert.StartsWith(
            $"lungseg: {left} of 12 rows are chosen; --without took: lesion-lost 1; --where took: {11 - left}\n",
            run.Error,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Rules_ThatNeedAColumnWhichNoInputHas_AreSaidNotToBeJudged()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(0, CliRun.Of("convert", CliRun.Sample, "-o", folder["p"], "--to", "png", "-q").Code);
        var run = CliRun.Of("inspect", "--jsonl", "--without", "lesion-lost,mask-values", folder["p"]);
        Assert.Equal((0, 12), (run.Code, run.Lines.Length));
        Assert.Contains(
            "lungseg: --without: lesion-lost could not be judged, since no input has hu_array: it names no row\n",
            run.Error,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("mask-values could", run.Error, StringComparison.Ordinal);
    }

    private static SortedDictionary<string, string> Read(string folder) =>
        new(
            Directory
                .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                .ToDictionary(
                    path => Path.GetRelativePath(folder, path),
                    path => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(path)))
                )
        );

    private static IEnumerable<string?> Rows(CliRun run)
    {
        Assert.Equal(0, run.Code);
        return run.Lines.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("row").GetString());
    }

    private static IEnumerable<string?> Dropped(JsonElement step) =>
        step.GetProperty("dropped").EnumerateArray().Select(row => row.GetProperty("row").GetString());
}
