using System.Text.Json;
using Xunit;

namespace LungSeg.Cli.Tests;

/// <summary><c>card</c> and <c>convert --card</c>: what is missing, what is open, what card.toml says.</summary>
public sealed class CardTests
{
    private static readonly string[] Said =
    [
        "--license",
        "https://example.org/l",
        "--creator",
        "A",
        "--creator",
        "B",
        "--url",
        "https://example.org/u",
        "--date",
        "2026-01-31",
    ];

    [Fact]
    public void Card_WithoutStatements_NamesAllThatIsMissing()
    {
        using var folder = new TemporaryFolder();
        var output = folder["croissant.json"];
        var run = CliRun.Of("card", CliRun.Sample, "-o", output);
        Assert.Equal(2, run.Code);
        Assert.Contains("the card lacks --license URL, --creator NAME, --url URL, --date DAY:", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(output));
    }

    [Theory]
    [InlineData("--date", "2026-02-30", "--date is '2026-02-30', expected a day such as 2026-01-31")]
    [InlineData("--license", "CC-BY-4.0", "--license is 'CC-BY-4.0', expected a URL such as https://example.org/page")]
    [InlineData("-o", "card.json", "-o card.json: a card is called croissant.json, datasheet.md, README.md")]
    public void Card_ValueIsWrong_SaysWhatIsExpected(string option, string value, string message)
    {
        var run = CliRun.Of("card", CliRun.Sample, option, value);
        Assert.Equal(2, run.Code);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Card_StatementsOfFileAndOptions_OptionsWin()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write(
            "card.toml",
            """
            name = "N"
            url = "https://example.org/other"
            [rai]
            data_use_cases = ["Teaching.", "No care."]
            has_synthetic_data = true
            """u8.ToArray()
        );
        var run = CliRun.Of(["card", CliRun.Sample, "--json", "--card-file", file, .. Said]);
        Assert.True(run.Code == 0, run.Error);
        Assert.Contains(
            "the card leaves open: data_collection, data_annotation_protocol, data_social_impact;",
            run.Error,
            StringComparison.Ordinal
        );
        using var card = JsonDocument.Parse(run.Out);
        var root = card.RootElement;
        Assert.Equal("N", root.GetProperty("name").GetString());
        Assert.Equal("https://example.org/u", root.GetProperty("url").GetString());
        Assert.Equal("Teaching. No care.", root.GetProperty("rai:dataUseCases").GetString());
        Assert.True(root.GetProperty("rai:hasSyntheticData").GetBoolean());
        Assert.Equal(["A", "B"], root.GetProperty("creator").EnumerateArray().Select(person => person.GetProperty("name").GetString()));
    }

    [Theory]
    [InlineData("licence = \"x\"", "'licence' is not a key of a card; did you mean license? (line 1)")]
    [InlineData("url = 1", "'url' must be a text, or a list of texts (line 1)")]
    [InlineData("[rai]\nhas_synthetic_data = \"maybe\"", "'has_synthetic_data' must be true or false (line 2)")]
    public void Card_FileIsWrong_SaysWhere(string text, string message)
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("card.toml", System.Text.Encoding.UTF8.GetBytes(text));
        var run = CliRun.Of("card", CliRun.Sample, "--json", "--card-file", file);
        Assert.Equal(2, run.Code);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Convert_CardExists_IsRefusedBeforehandToo()
    {
        using var folder = new TemporaryFolder();
        folder.Write("out.npz.croissant.json", "mine"u8.ToArray());
        string[] args = ["convert", CliRun.Sample, "-o", folder["out.npz"], "--to", "npz", "--card", .. Said];
        var (run, dry) = (CliRun.Of(args), CliRun.Of([.. args, "--dry-run"]));
        Assert.Equal((4, 4), (run.Code, dry.Code));
        Assert.Contains("out.npz.croissant.json exists", dry.Error, StringComparison.Ordinal);
        Assert.Equal(run.Error, dry.Error);
    }

    [Fact]
    public void Convert_CardOptionWithoutCard_IsRefused()
    {
        var run = CliRun.Of("convert", CliRun.Sample, "-o", "never", "--to", "png", "--url", "https://example.org");
        Assert.Equal(2, run.Code);
        Assert.Contains("--url goes with --card", run.Error, StringComparison.Ordinal);
    }
}
