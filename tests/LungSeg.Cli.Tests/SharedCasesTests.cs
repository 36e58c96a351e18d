using System.Text.Json;
using Xunit;

namespace LungSeg.Cli.Tests;

/// <summary>Small inputs that failed once, with what expected.json says of them. They are not in the project.</summary>
public sealed class SharedCasesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static IEnumerable<TheoryDataRow<string>> Pickles =>
        Root is null
            ? [new TheoryDataRow<string>(string.Empty)]
            : Expected("expected.json").EnumerateObject().Select(found => new TheoryDataRow<string>(found.Name));

    private static string? Root { get; } =
        Environment.GetEnvironmentVariable("LUNGSEG_SHARED") is { Length: > 0 } shared ? Path.Combine(shared, "cases") : null;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Pickles))]
    public void Stats_Pickle_GivesRowsLesionsAndClasses(string name)
    {
        Skip();
        var expected = Expected("expected.json").GetProperty(name);
        var input = Path.Combine(Root!, name);
        string[] options = expected.TryGetProperty("options", out var given) ? given.GetString()!.Split(' ') : [];
        var csv = _folder["rows.csv"];
        var run = CliRun.Of(["stats", "--json", input, .. options, "--csv", csv]);
        Assert.Equal(expected.GetProperty("exit").GetInt32(), run.Code);
        var spoken = run;
        if (expected.TryGetProperty("exit_without_options", out var without))
        {
            spoken = CliRun.Of("stats", "--json", input);
            Assert.Equal(without.GetInt32(), spoken.Code);
        }
        Assert.All(Texts(expected, "speaks_of"), word => Assert.Contains(word!, spoken.Error, StringComparison.Ordinal));
        var lines = CliRun
            .Of(["inspect", "--jsonl", input, .. options])
            .Lines.Select(line => JsonDocument.Parse(line).RootElement)
            .ToArray();
        Assert.Equal(Texts(expected, "classes"), lines.Select(line => line.GetProperty("class").GetString()));
        if (run.Code == 0)
        {
            using var json = JsonDocument.Parse(run.Out);
            Assert.Equal(expected.GetProperty("rows").GetInt32(), json.RootElement.GetProperty("rows").GetInt32());
            Assert.Equal(expected.GetProperty("lesion_px").EnumerateArray().Select(px => px.ToString()), Column(csv, "lesion_px"));
        }
    }

    [Fact]
    public void F01_TwoPickles_AreRowsOneAfterAnother()
    {
        var input = Table("F01-two-dumps.pkl");
        Assert.Equal(6, Json("inspect", input).GetProperty("rows").GetInt32());
        Assert.Equal(6, Json("stats", input).GetProperty("rows").GetInt32());
        Ok("convert", input, "-o", _folder["out.npz"]);
        Assert.Equal(6, Json("inspect", _folder["out.npz"]).GetProperty("rows").GetInt32());
        Ok("threshold", input, "-o", _folder["out.pkl"], "--on-failure", "zero");
        Assert.Equal(6, Json("inspect", _folder["out.pkl"]).GetProperty("rows").GetInt32());
    }

    [Fact]
    public void F02_TwoMasks_AreListedAndOneMustBeNamed()
    {
        var input = Table("F02-dup-mask.pkl");
        var columns = Json("inspect", input)
            .GetProperty("columns")
            .EnumerateArray()
            .Select(column => column.GetProperty("name").GetString());
        Assert.Superset(new HashSet<string?> { "mask#1", "mask#2" }, columns.ToHashSet());
        var run = CliRun.Of("convert", input, "-o", _folder["out"], "--to", "png");
        Assert.Equal(3, run.Code);
        Assert.Contains("mask#1, mask#2", run.Error, StringComparison.Ordinal);
        Assert.Contains("--columns mask=mask#2", run.Error, StringComparison.Ordinal);
        Ok("convert", input, "-o", _folder["out"], "--to", "png", "--columns", "mask=mask#2");
    }

    [Fact]
    public void F03_PatientInTheIndex_GroupsRows()
    {
        var input = Table("F03-patient-index.pkl");
        Assert.Contains("patient_id", Names(Json("inspect", input)));
        Assert.Equal(3, Json("split", input, "--parts", "train=0.5,test=0.5").GetProperty("groups").GetInt32());
        Ok("convert", input, "-o", _folder["out.npz"]);
        Assert.Contains("patient_id", Names(Json("inspect", _folder["out.npz"])));
    }

    [Fact]
    public void F04_OneRowWithoutId_LeavesTheOthersGrouped()
    {
        var run = Ok("split", Table("F04-patient-id-one-missing.pkl"), "--folds", "3", "-o", _folder["s.csv"]);
        Assert.Contains("16 rows by id, 4 from pixels", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void F05_OneInputWithoutIds_LeavesThoseOfTheOther()
    {
        var run = Ok(
            "split",
            Table("F05-with-ids.pkl"),
            Table("F05-without-ids.pkl"),
            "-o",
            _folder["s.csv"],
            "--parts",
            "train=0.5,test=0.5"
        );
        Assert.Contains("rows by id", run.Error, StringComparison.Ordinal);
        var groups = File.ReadLines(_folder["s.csv"]).Where(line => line.StartsWith("F05-with-ids:", StringComparison.Ordinal));
        Assert.Equal(3, groups.Select(line => line.Split(',')[3]).Distinct().Count());
    }

    [Fact]
    public void F06_IntegerAndFloatIds_AreOnePatient()
    {
        var run = CliRun.Of(
            "split",
            Table("F06-train-int-ids.pkl"),
            "--keep-test",
            Table("F06-test-float-ids.pkl"),
            "-o",
            _folder["s.csv"]
        );
        Assert.Equal(1, run.Code);
        Assert.Contains("4 rows (", run.Error, StringComparison.Ordinal);
        Assert.Equal(1, CliRun.Of("split", "--leakage", Table("F06-train-int-ids.pkl"), Table("F06-test-float-ids.pkl")).Code);
    }

    [Fact]
    public void F08_MissingLabel_IsMissingAgain()
    {
        var input = Table("F08-missing-label.pkl");
        var missing = Json("inspect", input).GetProperty("labels_missing").GetInt32();
        Assert.True(missing > 0);
        Ok("convert", input, "-o", _folder["out.npz"]);
        Assert.Equal(missing, Json("inspect", _folder["out.npz"]).GetProperty("labels_missing").GetInt32());
        Assert.NotEqual(0, CliRun.Of("convert", input, "-o", _folder["coco"], "--to", "coco").Code);
    }

    [Fact]
    public void F09_NaNInAMask_IsBackground()
    {
        var input = Table("F09-nan-mask.pkl");
        Ok("stats", input, "--csv", _folder["rows.csv"]);
        Assert.Equal(["16", "20", "24"], Column(_folder["rows.csv"], "lesion_px"));
        Assert.Contains("LS013", CliRun.Of("validate", input, "--json").Out, StringComparison.Ordinal);
    }

    [Fact]
    public void F12_SplitOfOtherRows_IsRefused()
    {
        var folder = Path.GetDirectoryName(Path.GetDirectoryName(Table(Path.Combine("F12", "test", "data.pkl"))))!;
        var split = Path.Combine(folder, "s_train.csv");
        Assert.Equal(3, Apply("test", split).Code);
        Assert.Equal(3, Apply("re", split).Code);
        Ok("split", Path.Combine(folder, "train", "data.pkl"), "-o", _folder["keys.csv"], "--parts", "train=0.5,test=0.5");
        var refused = Apply("re", _folder["keys.csv"]);
        Assert.Equal(3, refused.Code);
        Assert.Contains("--split-by key", refused.Error, StringComparison.Ordinal);
        Assert.Equal(0, Apply("re", _folder["keys.csv"], "--split-by", "key").Code);

        CliRun Apply(string part, string file, params string[] more) =>
            CliRun.Of(["convert", Path.Combine(folder, part, "data.pkl"), "-o", _folder["out.npz"], "--split", file, .. more]);
    }

    [Fact]
    public void F15_DictOfSeries_IsJoinedByItsIndex() =>
        Assert.Contains("\"label\":\"LR2\"", Ok("inspect", Table("F15-dict-of-series.pkl"), "--jsonl").Lines[0], StringComparison.Ordinal);

    [Fact]
    public void F16_ClassesTwice_AreRefused_AndLabelsComeBack()
    {
        var run = CliRun.Of("inspect", Table("F16-classes-dup"));
        Assert.Equal(3, run.Code);
        Assert.Contains("case_0", run.Error, StringComparison.Ordinal);
        var input = Table("F16-own-output.pkl");
        Ok("convert", input, "-o", _folder["out"], "--to", "nnunet");
        Assert.Equal(Labels(input), Labels(_folder["out"] + "/Dataset501_LungSeg"));

        string Labels(string path) => Json("inspect", path).GetProperty("labels").GetRawText();
    }

    [Fact]
    public void F17_LesionsThatVanish_AreCounted()
    {
        var input = Table("F17-tiny-lesions.pkl");
        var run = Ok("convert", input, "-o", _folder["out"], "--to", "png", "--size", "16");
        using var manifest = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(_folder["out"], "manifest.json")));
        Assert.True(manifest.RootElement.GetProperty("lost").GetProperty("lesions").GetInt32() > 0);
        Assert.Contains("lesion", run.Error, StringComparison.Ordinal);
        Ok("convert", input, "-o", _folder["kept"], "--to", "png", "--size", "16", "--lesion-area");
        using var kept = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(_folder["kept"], "manifest.json")));
        Assert.False(kept.RootElement.GetProperty("lost").TryGetProperty("lesions", out _));
    }

    [Fact]
    public void WideIntegers_AreKeptOrRefused()
    {
        var input = Table("e_i8.pkl");
        Ok("convert", input, "-o", _folder["npy"], "--to", "npy");
        Assert.Equal(3, CliRun.Of("convert", input, "-o", _folder["out"], "--to", "nifti", "--verify").Code);
    }

    private static string Table(string name)
    {
        Skip();
        return Path.Combine(Root!, "tables", name);
    }

    private static void Skip() => Assert.SkipWhen(Root is null, "LUNGSEG_SHARED names no folder with cases");

    private static JsonElement Expected(string name) => JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Root!, name))).RootElement;

    private static string?[] Texts(JsonElement element, string name) =>
        element.TryGetProperty(name, out var texts) ? [.. texts.EnumerateArray().Select(text => text.GetString())] : [];

    private static CliRun Ok(params string[] args)
    {
        var run = CliRun.Of(args);
        Assert.True(run.Code == 0, run.Error);
        return run;
    }

    private static JsonElement Json(params string[] args) => JsonDocument.Parse(Ok([.. args, "--json"]).Out).RootElement;

    private static string[] Names(JsonElement inspect) =>
        [.. inspect.GetProperty("columns").EnumerateArray().Select(column => column.GetProperty("name").GetString()!)];

    private static string[] Column(string csv, string name)
    {
        var lines = File.ReadAllLines(csv);
        var at = Array.IndexOf(lines[0].Split(','), name);
        return [.. lines.Skip(1).Select(line => line.Split(',')[at])];
    }
}
