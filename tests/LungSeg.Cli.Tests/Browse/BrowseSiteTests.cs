using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using LungSeg.Cli.Browse;
using LungSeg.Core.Browsing;
using LungSeg.Core.Datasets;
using Xunit;

namespace LungSeg.Cli.Tests.Browse;

/// <summary>What the page gets, and what it sets.</summary>
public sealed class BrowseSiteTests
{
    [Fact]
    public void Start_NeedsNoPixels_AndNamesAllRows()
    {
        using var page = new ServedPage();
        using var start = JsonDocument.Parse(ServedPage.BodyOf(page.Get("/start.json")));
        var rows = start.RootElement.GetProperty("rows");
        Assert.Equal(12, rows.GetArrayLength());
        Assert.Equal("demo:11", rows[11].GetProperty("row").GetString());
        Assert.Equal("LR4B", rows[11].GetProperty("class").GetString());
        Assert.Equal(512, rows[11].GetProperty("height").GetInt32());
        Assert.Equal(
            [-1350, 150],
            start.RootElement.GetProperty("windows").GetProperty("lung").EnumerateArray().Select(one => one.GetInt32())
        );
    }

    [Fact]
    public void State_GivesEachRowOnce_AndTheResultAtTheEnd()
    {
        using var page = new ServedPage();
        using (var before = JsonDocument.Parse(ServedPage.BodyOf(page.Get("/state.json?from=0&marks=0"))))
        {
            Assert.Equal(0, before.RootElement.GetProperty("rows").GetArrayLength());
            Assert.False(before.RootElement.TryGetProperty("result", out _));
        }

        page.Survey.Run();
        using var state = JsonDocument.Parse(ServedPage.BodyOf(page.Get("/state.json?from=3&marks=0")));
        Assert.Equal("done", state.RootElement.GetProperty("phase").GetString());
        Assert.Equal(12, state.RootElement.GetProperty("next").GetInt32());
        Assert.Equal(9, state.RootElement.GetProperty("rows").GetArrayLength());
        var result = state.RootElement.GetProperty("result");
        Assert.Equal(12, result.GetProperty("groups").GetArrayLength());

        // What 'validate' reports of the same rows.
        using var validated = JsonDocument.Parse(CliRun.Of("validate", "--json", CliRun.Sample).Out);
        Assert.Equal(
            validated.RootElement.GetProperty("findings").EnumerateArray().Select(one => one.GetProperty("message").GetString()),
            result.GetProperty("findings").EnumerateArray().Select(one => one.GetProperty("message").GetString())
        );
    }

    [Fact]
    public void State_OfASurveyThatAFaultEnded_SaysSo()
    {
        using var page = new ServedPage(options: new SurveyOptions { RowDone = () => throw new NotSupportedException("a fault") });
        Assert.Throws<NotSupportedException>(page.Survey.Run);
        using var state = JsonDocument.Parse(ServedPage.BodyOf(page.Get("/state.json?from=0&marks=0")));
        Assert.Equal("failed", state.RootElement.GetProperty("phase").GetString());
        Assert.Equal("a fault", state.RootElement.GetProperty("failure").GetString());
    }

    [Fact]
    public void Pixels_AreTheHuOfTheRow()
    {
        using var page = new ServedPage();
        using var dataset = Dataset.Open(CliRun.Sample);
        using var sample = dataset[9].Load();
        var hu = sample.ReadValues(sample.Row.Hu!);
        var old = sample.ReadValues(sample.Row.HuOld!);
        var mask = sample.ReadValues(sample.Row.Mask!);
        var bytes = Encoding.Latin1.GetBytes(ServedPage.BodyOf(page.Get("/rows/9/pixels")));
        Assert.Equal(
            (1, 1, 512, 512),
            (
                bytes[0],
                bytes[1],
                BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(4)),
                BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(8))
            )
        );
        Assert.Equal(0b11u, BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(12)));
        var count = 512 * 512;
        Assert.Equal(16 + (3 * count), bytes.Length);
        var (value, different) = (0, 0);
        for (var i = 0; i < count; i++)
        {
            var step = bytes[16 + i] | (bytes[16 + count + i] << 8);
            value = (short)(value + (step % 2 == 0 ? step / 2 : -(step + 1) / 2));
            var expected = (mask[i] != 0 ? 1 : 0) | (hu[i] == 0 && old[i] != 0 ? 0 : 2);
            different += old[i] == value && expected == bytes[16 + (2 * count) + i] ? 0 : 1;
        }

        Assert.Equal(0, different);
    }

    [Fact]
    public void Pixels_ArePackedForBrowsers()
    {
        using var page = new ServedPage();
        var response = page.Get("/rows/9/pixels", more: "Accept-Encoding: gzip, deflate, br\r\n");
        Assert.Contains("Content-Encoding: gzip\r\n", response, StringComparison.Ordinal);
        Assert.InRange(response.Length, 50_000, 300_000);
    }

    [Fact]
    public void Labels_WithMarkup_StayText()
    {
        using var page = new ServedPage();
        var note = "<img src=x onerror=alert(1)> ; ; ; \"quoted\", tab\\t and \\n line \\u202e";
        Assert.Equal(
            200,
            ServedPage.StatusOf(
                page.Post($"{{\"row\":1,\"mark\":\"note\",\"note\":\"{note.Replace("\"", "\\\"", StringComparison.Ordinal)}\"}}")
            )
        );
        using var state = JsonDocument.Parse(
            Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(ServedPage.BodyOf(page.Get("/state.json?from=0&marks=0"))))
        );
        Assert.Equal(
            "<img src=x onerror=alert(1)> ; ; ; \"quoted\", tab  and   line \u202e",
            state.RootElement.GetProperty("marks").GetProperty("demo:1").GetProperty("note").GetString()
        );
        Assert.Contains("Content-Type: application/json\r\n", page.Get("/state.json"), StringComparison.Ordinal);
    }

    [Fact]
    public void Marks_AreThoseThatOtherCommandsRead()
    {
        using var page = new ServedPage();
        foreach (var row in new[] { 2, 5, 7 })
        {
            Assert.Equal(200, ServedPage.StatusOf(page.Post($"{{\"row\":{row},\"mark\":\"reject\",\"note\":\";;;\"}}")));
        }

        page.Post("{\"row\":5,\"mark\":\"reject\",\"note\":null}");
        page.Post("{\"row\":3,\"mark\":\"mask\",\"note\":\"too small\"}");
        Assert.Equal("row,mark,note\ndemo:2,reject,;;;\ndemo:7,reject,;;;\ndemo:3,mask,too small\n", File.ReadAllText(page.Marks));
        Assert.Equal(10, CliRun.Of("inspect", "--jsonl", "--without-marks", page.Marks, CliRun.Sample).Lines.Length);
        Assert.Equal(9, CliRun.Of("inspect", "--jsonl", "--without-marks", page.Marks + ":reject,mask", CliRun.Sample).Lines.Length);
        Assert.Equal(3, CliRun.Of("inspect", "--jsonl", "--rows", "@" + page.Marks, CliRun.Sample).Lines.Length);
    }

    [Fact]
    public void Export_IsOneScriptWithoutImports()
    {
        using var folder = new TemporaryFolder();
        var marks = folder.Write("marks.csv", "row,mark,note\ndemo:2,reject,\n"u8.ToArray());
        var run = CliRun.Of("browse", CliRun.Sample, "--export", folder["page"], "--marks", marks);
        Assert.Equal((0, string.Empty), (run.Code, run.Out));
        Assert.Contains($"lungseg: the page holds the marks and notes of 1 row, from {marks}\n", run.Error, StringComparison.Ordinal);
        Assert.Equal(12, Directory.GetFiles(folder["page/pictures"]).Length);
        Assert.DoesNotContain("\nimport ", PageFiles.JoinModules(), StringComparison.Ordinal);
        Assert.DoesNotContain("\nexport ", PageFiles.JoinModules(), StringComparison.Ordinal);
        Assert.Contains("\"marks\":{\"demo:2\":{\"reject\":\"\"}}", File.ReadAllText(folder["page/data.js"]), StringComparison.Ordinal);
        File.WriteAllText(marks, "row,mark,note\ndemo:2,reject,\ndemo:7,note,not for everybody\nother:1,reject,\n");
        var part = CliRun.Of("browse", CliRun.Sample, "--export", folder["part"], "--marks", marks, "--rows", "0..3");
        Assert.Contains($"1 row, from {marks}, and not those of 2 rows that it does not show\n", part.Error, StringComparison.Ordinal);
        var data = File.ReadAllText(folder["part/data.js"]);
        Assert.Contains("\"marks\":{\"demo:2\":{\"reject\":\"\"}}", data, StringComparison.Ordinal);
        Assert.DoesNotContain("demo:7", data, StringComparison.Ordinal);
        Assert.DoesNotContain("not for everybody", data, StringComparison.Ordinal);
        var index = File.ReadAllText(folder["page/index.html"]);
        Assert.DoesNotContain("type=\"module\"", index, StringComparison.Ordinal);
        Assert.Contains("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';", index, StringComparison.Ordinal);
        Assert.Equal(4, CliRun.Of("browse", CliRun.Sample, "--export", folder["page"]).Code);
        Assert.Equal(0, CliRun.Of("browse", CliRun.Sample, "--export", folder["page"], "--force").Code);
        File.WriteAllText(folder["page/mine.txt"], "mine");
        Assert.Equal(4, CliRun.Of("browse", CliRun.Sample, "--export", folder["page"], "--force").Code);
    }

    [Fact]
    public void Export_WithARowThatCannotBeRead_IsWrittenAndExitsAsValidateDoes()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(0, CliRun.Of("convert", CliRun.Sample, "--to", "png16", "-o", folder["set"], "-q").Code);
        var damaged = Directory.GetFiles(folder["set/images"]).Order(StringComparer.Ordinal).ElementAt(4);
        var bytes = File.ReadAllBytes(damaged);
        bytes.AsSpan(bytes.Length / 2, 64).Clear();
        File.WriteAllBytes(damaged, bytes);
        Assert.Equal(3, CliRun.Of("validate", folder["set"]).Code);
        var run = CliRun.Of("browse", folder["set"], "--export", folder["page"]);
        Assert.Equal((3, string.Empty), (run.Code, run.Out));
        Assert.EndsWith("lungseg: 1 of 12 rows cannot be read; the page says why\n", run.Error, StringComparison.Ordinal);
        Assert.Equal(11, Directory.GetFiles(folder["page/pictures"]).Length);
    }

    [Fact]
    public void Page_IsUnder100Kilobytes() => Assert.InRange(PageFiles.All.Values.Sum(file => file.Length), 1, 100_000);

    [Theory]
    [InlineData("--port", "70000")]
    [InlineData("--marks", "samples", "--marks", "nowhere.csv")]
    [InlineData("--export", "nowhere", "--marks", "nowhere.csv")]
    [InlineData("--prediction", "nowhere")]
    [InlineData("--lidc", "nowhere")]
    [InlineData("--force")]
    [InlineData("--prediction", "a=samples", "--prediction", "a=docs")]
    public void Request_ThatCannotBeMet_IsRefused(params string[] options) =>
        Assert.Equal(2, CliRun.Of(["browse", CliRun.Sample, .. options]).Code);

    [Fact]
    public void Marks_AreNeverAnInput()
    {
        using var folder = new TemporaryFolder();
        var data = folder.Write("demo.pkl.gz", File.ReadAllBytes(CliRun.Sample));
        Assert.Equal(2, CliRun.Of("browse", data, "--marks", data).Code);
    }
}
