using System.Text.Json;
using LungSeg.Core.Phantom;
using Xunit;

namespace LungSeg.Cli.Tests;

/// <summary>
/// The figures themselves are compared with numpy and scipy by tests/interop/stats/check_stats.py; the sample's here come from there.
/// </summary>
public sealed class StatsTests
{
    [Fact]
    public void Stats_PicturesWithoutOffset_AreGreyValues()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(0, CliRun.Of("convert", CliRun.Sample, "-o", folder["p"], "--to", "png", "-q").Code);
        var run = CliRun.Of("stats", "--figures", "hu", "--width", "300", folder["p"]);
        Assert.StartsWith("12 rows  grey values of hu_array_old, which are no HU", run.Out, StringComparison.Ordinal);
        Assert.Contains(" grey mean ", run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("HU mean", run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain(" bone", run.Out, StringComparison.Ordinal);
        Assert.Contains("\"holds_hu\": false", CliRun.Of("stats", "--json", folder["p"]).Out, StringComparison.Ordinal);

        Assert.Equal(0, CliRun.Of("stats", "--report", folder["r.html"], "-q", folder["p"]).Code);
        Assert.Contains("Grey values of lesion and lung", File.ReadAllText(folder["r.html"]), StringComparison.Ordinal);
        Assert.Contains("The images hold grey values, not HU", File.ReadAllText(folder["r.html"]), StringComparison.Ordinal);

        // Pictures whose manifest says how to make HU of them hold HU.
        Assert.Equal(0, CliRun.Of("convert", CliRun.Sample, "-o", folder["q"], "--to", "png16", "-q").Code);
        run = CliRun.Of("stats", "--figures", "hu", "--width", "300", folder["p"], folder["q"]);
        Assert.Contains(" HU mean ", run.Out, StringComparison.Ordinal);
        Assert.Contains($"lungseg: {folder["p"]}: its images are grey values, not HU", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Stats_Json_HasTheKeysOfTheContract()
    {
        var run = CliRun.Of("stats", "--json", CliRun.Sample);
        Assert.Equal((0, string.Empty), (run.Code, run.Error));
        using var json = JsonDocument.Parse(run.Out);
        var root = json.RootElement;
        Assert.Equal("lungseg/stats/1", root.GetProperty("schema").GetString());
        Assert.Equal(12, root.GetProperty("rows").GetInt32());
        Assert.Equal(["LR2", "LR3", "LR4A", "LR4B"], root.GetProperty("by").EnumerateObject().Select(group => group.Name));
        foreach (var group in root.GetProperty("by").EnumerateObject().Select(group => group.Value).Append(root.GetProperty("overall")))
        {
            Assert.All(
                ["min", "max", "mean", "std", "p01", "p05", "p50", "p95", "p99", "padding_share"],
                key => group.GetProperty("hu").GetProperty(key).GetDouble()
            );
            Assert.All(
                ["min", "median", "mean", "max"],
                key => group.GetProperty("lesion").GetProperty("pixels").GetProperty(key).GetDouble()
            );
            Assert.All(
                ["rows_with", "components_mean", "hu_mean", "hu_std"],
                key => group.GetProperty("lesion").GetProperty(key).GetDouble()
            );
            Assert.All(["mean", "rows_below_1", "rows_0"], key => group.GetProperty("lesion_kept").GetProperty(key).GetDouble());
            Assert.InRange(group.GetProperty("lung_share_mean").GetDouble(), 0, 1);
            Assert.Equal(group.GetProperty("rows").GetInt32(), group.GetProperty("stored").GetProperty("ok").GetInt32());
        }

        Assert.Equal(129, root.GetProperty("hu_histogram").GetProperty("edges").GetArrayLength());
        Assert.Equal(128, root.GetProperty("hu_histogram").GetProperty("counts").GetArrayLength());
    }

    [Fact]
    public void Stats_ByGroupWithoutAFile_PutsScansTogether()
    {
        // The scans of which 'demo --rows 12 --seed 1' made the sample.
        var scans = new PhantomDataset(12, seed: 1).Rows.CountBy(row => row.Scan).Select(scan => scan.Value);
        using var json = JsonDocument.Parse(CliRun.Of("stats", "--json", CliRun.Sample, "--by", "group", "--figures", "lesion", "-q").Out);
        Assert.Equal("group", json.RootElement.GetProperty("grouped_by").GetString());
        Assert.Equal(
            scans,
            json.RootElement.GetProperty("by").EnumerateObject().Select(group => group.Value.GetProperty("rows").GetInt32())
        );
    }

    [Fact]
    public void Stats_Dicom_TakesTheSpacingOfTheFiles()
    {
        // 25 px, PixelSpacing 0.75 down and 0.5 across (pydicom): 2 * sqrt(25 * 0.375 / pi).
        var series = Path.Combine(CliRun.Root, "tests", "LungSeg.Core.Tests", "Fixtures", "Dicom", "series");
        using var json = JsonDocument.Parse(CliRun.Of("stats", "--jsonl", series, "--rows", "0", "--figures", "lesion", "-q").Out);
        Assert.Equal(3.4549414947, json.RootElement.GetProperty("lesion_diameter_mm").GetDouble(), 9);
    }

    [Fact]
    public void Stats_ReportOfDicom_HasMillimetresOfTheFiles()
    {
        using var folder = new TemporaryFolder();
        var series = Path.Combine(CliRun.Root, "tests", "LungSeg.Core.Tests", "Fixtures", "Dicom", "series");
        CliRun.Of("stats", series, "--report", folder["page.html"], "-q");
        var page = File.ReadAllText(folder["page.html"]);
        Assert.Contains("Diameters by the size of a pixel that the files state", page, StringComparison.Ordinal);
        Assert.Contains("equivalent diameter, mm", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Stats_FirstRowOfTheSample_IsWhatNumpyGives()
    {
        using var json = JsonDocument.Parse(CliRun.Of("stats", "--jsonl", CliRun.Sample, "--rows", "0").Out);
        var row = json.RootElement;
        long Whole(string name) => row.GetProperty(name).GetInt64();
        Assert.Equal(
            (205604, 56540, -124313545, 122030759179),
            (Whole("hu_px"), Whole("hu_padding_px"), Whole("hu_sum"), Whole("hu_sum_squares"))
        );
        Assert.Equal(
            (18, 149, 168, 154, 173, 90),
            (Whole("lesion_px"), Whole("lesion_top"), Whole("lesion_left"), Whole("lesion_bottom"), Whole("lesion_right"), Whole("ring_px"))
        );
        Assert.Equal(
            (-7819, 5055301, 1, 0),
            (Whole("lesion_hu_sum"), Whole("lesion_hu_sum_squares"), Whole("lesion_components"), Whole("lesion_holes"))
        );
        Assert.Equal(0.5, row.GetProperty("lesion_kept").GetDouble());

        // The values that are not 0 in the hu_array of 'threshold --method refined'.
        Assert.Equal((-47725021, 40648183163), (Whole("lung_hu_sum"), Whole("lung_hu_sum_squares")));
        Assert.Equal(477.4416728660166, row.GetProperty("hu_std").GetDouble(), 1e-9);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public void Merge_OfShards_IsOnePassByteForByte(int count)
    {
        using var folder = new TemporaryFolder();
        var whole = CliRun.Of("stats", "--json", CliRun.Sample).Out;
        var shards = Enumerable
            .Range(0, count)
            .Select(index => Save(folder, $"{index}.json", CliRun.Of("stats", "--json", CliRun.Sample, "--shard", $"{index}/{count}")))
            .ToArray();
        Assert.Equal(whole, CliRun.Of(["stats", "--merge", "--json", .. shards.Reverse()]).Out);

        var some = CliRun.Of(["stats", "--merge", "--json", .. shards[1..]]);
        Assert.Equal(
            (3, $"lungseg: shards that no document holds: 0/{count}; their rows are not in these figures\n"),
            (some.Code, some.Error)
        );
        var rest = CliRun.Of("stats", "--merge", "--json", Save(folder, "some.json", some), shards[0]);
        Assert.Equal((0, whole), (rest.Code, rest.Out));
    }

    [Fact]
    public void Merge_OfWhatDoesNotBelongTogether_IsRefused()
    {
        using var folder = new TemporaryFolder();
        var hu = Save(folder, "hu.json", CliRun.Of("stats", "--json", CliRun.Sample, "--rows", "0..1", "--figures", "hu"));
        var lesion = Save(folder, "lesion.json", CliRun.Of("stats", "--json", CliRun.Sample, "--rows", "2", "--figures", "lesion"));
        var inspect = Save(folder, "inspect.json", CliRun.Of("inspect", "--json", CliRun.Sample));
        var cut = folder.Write("cut.json", File.ReadAllBytes(hu)[..2000]);
        var hollow = folder.Write("hollow.json", "{\"schema\":\"lungseg/stats/1\"}"u8.ToArray());
        Assert.Contains("row demo:0 is in two", Refused(hu, hu), StringComparison.Ordinal);
        Assert.Contains(
            "found figures lesion, expected figures hu, as in the documents before it",
            Refused(hu, lesion),
            StringComparison.Ordinal
        );
        Assert.Contains("not a statistics document", Refused(inspect), StringComparison.Ordinal);
        Assert.Contains("damaged", Refused(cut), StringComparison.Ordinal);
        Assert.Contains("a field that merging needs is missing", Refused(hollow), StringComparison.Ordinal);
        Assert.Contains("file not found", Refused(folder["none.json"]), StringComparison.Ordinal);
    }

    [Fact]
    public void Stats_Jobs_ChangeNoByte() =>
        Assert.Equal(
            CliRun.Of("stats", "--json", CliRun.Sample, "--jobs", "1").Out,
            CliRun.Of("stats", "--json", CliRun.Sample, "--jobs", "3").Out
        );

    [Fact]
    public void Stats_WhereAndLabel_TakeRowsByTheirFigures()
    {
        var run = CliRun.Of("stats", "--csv", "-", CliRun.Sample, "--where", "lesion_kept<1");
        Assert.Equal(3, run.Lines.Length);
        Assert.StartsWith("row,label,class,hu_px,", run.Lines[0], StringComparison.Ordinal);
        Assert.All(run.Lines[1..], line => Assert.Contains(",LR2,LR2,", line, StringComparison.Ordinal));
        Assert.Equal(4, CliRun.Of("stats", "--csv", "-", CliRun.Sample, "--label", "LR4A", "--figures", "components").Lines.Length);
    }

    [Fact]
    public void Stats_ByGroup_TakesTheGroupsOfAFile()
    {
        using var folder = new TemporaryFolder();
        var groups = folder.Write("groups.csv", "row,part,group\ndemo:0,a,g0001\ndemo:1,a,\"g,2\"\ndemo:3,b,g0001\n"u8.ToArray());
        using var json = JsonDocument.Parse(
            CliRun.Of("stats", "--json", CliRun.Sample, "--by", "group", "--group", groups, "--figures", "hu").Out
        );
        Assert.Equal(
            ["g0001 2", "g,2 1", "ungrouped 9"],
            json.RootElement.GetProperty("by")
                .EnumerateObject()
                .Select(group => $"{group.Name} {group.Value.GetProperty("rows").GetInt32()}")
        );
    }

    [Theory]
    [InlineData("--group goes with --by group", "--group", "groups.csv")]
    [InlineData("--where needs the group, which rows have only with --by group", "--where", "group==g0001")]
    public void Stats_GroupWithoutByGroup_IsUsage(string expected, params string[] options)
    {
        var run = CliRun.Of(["stats", CliRun.Sample, .. options]);
        Assert.Equal((2, string.Empty), (run.Code, run.Out));
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\u0080\u0004not json", "this is not a statistics document (lungseg/stats/1)")]
    [InlineData("{\n\"schema\" }", "the document is damaged: '}' is invalid after a property name. Expected a ':', in line 2")]
    public void Merge_OfWhatIsNoDocument_SaysSoInPlainWords(string content, string expected)
    {
        using var folder = new TemporaryFolder();
        var run = CliRun.Of("stats", "--merge", folder.Write("x.json", System.Text.Encoding.UTF8.GetBytes(content)));
        Assert.Equal(3, run.Code);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("LineNumber", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Stats_RowsWithoutAnArray_AreRemarkedOn()
    {
        var uneven = Path.Combine(CliRun.Root, "tests", "LungSeg.Core.Tests", "Fixtures", "Pickle", "list_of_dicts_uneven_p4.pkl");
        var run = CliRun.Of("stats", uneven, "--figures", "lesion");
        Assert.StartsWith(
            "lungseg: a mask or HU cell holds no array in 2 rows (list_of_dicts_uneven_p4:",
            run.Error,
            StringComparison.Ordinal
        );
        Assert.EndsWith(": figures that need it are left out\n", run.Error, StringComparison.Ordinal);
        Assert.Equal(string.Empty, CliRun.Of("stats", uneven, "--figures", "lesion", "-q").Error);
    }

    [Fact]
    public void Stats_Csv_IsWrittenOnceAndNotOver()
    {
        using var folder = new TemporaryFolder();
        var first = CliRun.Of("stats", CliRun.Sample, "--csv", folder["rows.csv"]);
        Assert.Equal((0, $"lungseg: wrote {folder["rows.csv"]}: 12 rows\n"), (first.Code, first.Error));
        Assert.Contains("12 rows  HU of hu_array_old, padding left out", first.Out, StringComparison.Ordinal);
        Assert.Equal(4, CliRun.Of("stats", CliRun.Sample, "--csv", folder["rows.csv"]).Code);
        Assert.Equal(["rows.csv"], folder.Names);
    }

    [Fact]
    public void Stats_Report_IsWrittenBesidesTheJsonAndNotOver()
    {
        using var folder = new TemporaryFolder();
        var plain = CliRun.Of("stats", "--json", CliRun.Sample, "--rows", "0..2");
        var run = CliRun.Of("stats", "--json", CliRun.Sample, "--rows", "0..2", "--report", folder["page.html"]);
        Assert.Equal((0, plain.Out, $"lungseg: wrote {folder["page.html"]}: 3 rows\n"), (run.Code, run.Out, run.Error));
        var page = File.ReadAllText(folder["page.html"]);
        Assert.StartsWith("<!DOCTYPE html>\n<html lang=\"en\">", page, StringComparison.Ordinal);
        Assert.EndsWith("</html>\n", page, StringComparison.Ordinal);

        // Refused before anything is read or measured.
        var again = CliRun.Of("stats", "--json", CliRun.Sample, "--report", folder["page.html"]);
        Assert.Equal((4, string.Empty), (again.Code, again.Out));
        Assert.Equal(0, CliRun.Of("stats", CliRun.Sample, "--rows", "0..2", "--report", folder["page.html"], "--force", "-j", "1").Code);
        Assert.Equal(page, File.ReadAllText(folder["page.html"]));
        Assert.Equal(["page.html"], folder.Names);
    }

    [Fact]
    public void Stats_ReportWithDigest_NamesTheDigestAndNoFolder()
    {
        using var folder = new TemporaryFolder();
        File.Copy(CliRun.Sample, folder["demo.pkl.gz"]);
        string[] run = ["stats", folder["demo.pkl.gz"], "--rows", "0..2", "--figures", "lesion", "-q", "--report"];
        CliRun.Of([.. run, folder["plain.html"]]);
        CliRun.Of([.. run, folder["digest.html"], "--digest"]);
        const string Digest = "5aba6c000521072e1b6169b75d58b63c2854c0fc6b3a92498eedd0ebe99b0372"; // sha256sum samples/demo.pkl.gz
        var (plain, digest) = (File.ReadAllText(folder["plain.html"]), File.ReadAllText(folder["digest.html"]));
        Assert.Contains("<li><code>demo</code>: 12 rows, 5\u202F091\u202F994 bytes</li>", plain, StringComparison.Ordinal);
        Assert.Contains($"bytes, SHA-256 <code>{Digest}</code></li>", digest, StringComparison.Ordinal);
        Assert.Contains(
            "<code>lungseg stats demo.pkl.gz --report FILE.html --rows 0..2 --figures lesion --digest</code>",
            digest,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain(folder["x"][..^2], plain + digest, StringComparison.Ordinal);
        Assert.Equal(
            (2, "lungseg: --digest goes with --report\n"),
            (CliRun.Of("stats", CliRun.Sample, "--digest").Code, CliRun.Of("stats", CliRun.Sample, "--digest").Error)
        );
    }

    [Fact]
    public void Stats_ByInput_HasTheRowsOfEachFile_AndMergesToTheSameBytes()
    {
        using var folder = new TemporaryFolder();
        File.Copy(CliRun.Sample, folder["one.pkl.gz"]);
        Directory.CreateDirectory(folder["other"]);
        File.Copy(CliRun.Sample, Path.Combine(folder["other"], "one.pkl.gz"));
        string[] files = [folder["one.pkl.gz"], Path.Combine(folder["other"], "one.pkl.gz")];
        string[] options = ["--json", "--by", "input", "--figures", "hu,lesion"];
        var both = CliRun.Of(["stats", .. files, .. options]);
        using var json = JsonDocument.Parse(both.Out);
        Assert.Equal("input", json.RootElement.GetProperty("grouped_by").GetString());
        Assert.Equal(
            ["one 12", "one~2 12"],
            json.RootElement.GetProperty("by")
                .EnumerateObject()
                .Select(input => $"{input.Name} {input.Value.GetProperty("rows").GetInt32()}")
        );
        string[] parts = [.. files.Select((file, i) => Save(folder, $"{i}.json", CliRun.Of(["stats", file, .. options])))];
        Assert.Equal(both.Out, CliRun.Of(["stats", "--merge", "--json", .. parts]).Out);

        // One page for both groupings.
        CliRun.Of(["stats", .. files, "--report", folder["label.html"], "-q"]);
        CliRun.Of(["stats", .. files, "--by", "input", "--report", folder["input.html"], "-q"]);
        Assert.Equal(
            File.ReadAllText(folder["label.html"]),
            File.ReadAllText(folder["input.html"]).Replace("FILE.html --by input<", "FILE.html<", StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData("--merge", "--report", "page.html")]
    [InlineData("--by", "group", "--group", "groups.csv", "--report", "page.html")]
    public void Stats_ReportOfWhatHasNoClassesOrPixels_IsUsage(params string[] options)
    {
        var run = CliRun.Of(["stats", CliRun.Sample, .. options]);
        Assert.Equal((2, string.Empty), (run.Code, run.Out));
        Assert.Contains("--report shows rows by class and input", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Stats_ReportWithSpacing_DrawsMillimetres()
    {
        using var folder = new TemporaryFolder();
        CliRun.Of("stats", CliRun.Sample, "--rows", "0..2", "--figures", "lesion", "--spacing", "0.7", "--report", folder["page.html"]);
        var page = File.ReadAllText(folder["page.html"]);
        Assert.Contains("Diameters at 0.7 mm a pixel", page, StringComparison.Ordinal);
        Assert.Contains("equivalent diameter, mm", page, StringComparison.Ordinal);
        // The lung is of the family hu, the lesion is not.
        Assert.Contains("<h3>Lesion</h3>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<h3>Lung</h3>", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Stats_Spacing_GivesMillimetres()
    {
        using var json = JsonDocument.Parse(
            CliRun.Of("stats", "--jsonl", CliRun.Sample, "--rows", "0", "--figures", "lesion", "--spacing", "0.5,2").Out
        );
        Assert.Equal(
            json.RootElement.GetProperty("lesion_diameter_px").GetDouble(),
            json.RootElement.GetProperty("lesion_diameter_mm").GetDouble()
        );
    }

    [Theory]
    [InlineData("--figures", "size")]
    [InlineData("--figures", "")]
    [InlineData("--image", "mask")]
    [InlineData("--by", "size")]
    [InlineData("--shard", "2/2")]
    [InlineData("--shard", "auto")]
    [InlineData("--where", "size>1")]
    [InlineData("--spacing", "0")]
    [InlineData("--jobs", "0")]
    public void Stats_OptionThatIsNone_IsUsage(string name, string value)
    {
        var run = CliRun.Of("stats", CliRun.Sample, name, value);
        Assert.Equal((2, string.Empty), (run.Code, run.Out));
    }

    [Fact]
    public void Stats_WhereBeyondFigures_SaysWhatToAdd()
    {
        var run = CliRun.Of("stats", CliRun.Sample, "--figures", "hu", "--where", "stored==ok and lesion_px>0");
        Assert.Equal((2, "lungseg: --where needs figures that --figures leaves out; add lesion,threshold\n"), (run.Code, run.Error));
    }

    [Theory]
    [InlineData("2/3", "SLURM_ARRAY_TASK_ID=7 SLURM_ARRAY_TASK_MIN=3 SLURM_ARRAY_TASK_STEP=2 SLURM_ARRAY_TASK_COUNT=3")]
    [InlineData("1/4", "SLURM_ARRAY_TASK_ID=1 SLURM_ARRAY_TASK_COUNT=4")]
    [InlineData("0/2", "JOB_COMPLETION_INDEX=0 JOB_COMPLETIONS=2")]
    public void Shard_Auto_ReadsTheArrayJob(string expected, string variables) =>
        Assert.Equal(expected, ShardText.Parse("auto", Job(variables)).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("SLURM_ARRAY_TASK_ID=7")]
    [InlineData("SLURM_ARRAY_TASK_ID=7 SLURM_ARRAY_TASK_COUNT=7")]
    [InlineData("SLURM_ARRAY_TASK_ID=4 SLURM_ARRAY_TASK_MIN=3 SLURM_ARRAY_TASK_STEP=2 SLURM_ARRAY_TASK_COUNT=3")]
    [InlineData("JOB_COMPLETION_INDEX=0")]
    [InlineData("JOB_COMPLETION_INDEX=x JOB_COMPLETIONS=2")]
    public void Shard_AutoWithoutAJob_IsUsage(string variables) =>
        Assert.Throws<UsageException>(() => ShardText.Parse("auto", Job(variables)));

    private static Terminal Job(string variables)
    {
        var values = variables
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Split('='))
            .ToDictionary(pair => pair[0], pair => pair[1]);
        return new Terminal
        {
            OpenInput = () => Stream.Null,
            Out = TextWriter.Null,
            Error = TextWriter.Null,
            Variable = values.GetValueOrDefault,
        };
    }

    private static string Refused(params string[] documents)
    {
        var run = CliRun.Of(["stats", "--merge", "--json", .. documents]);
        Assert.Equal((3, string.Empty), (run.Code, run.Out));
        return run.Error;
    }

    private static string Save(TemporaryFolder folder, string name, CliRun run) =>
        folder.Write(name, System.Text.Encoding.UTF8.GetBytes(run.Out));
}
