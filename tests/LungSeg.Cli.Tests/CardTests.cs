using System.Text;
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
    [InlineData("../../out.csv", "manifest: files[0]: the path '../../out.csv' leads out of the folder")]
    [InlineData("/etc/hostname", "manifest: files[0]: the path '/etc/hostname' is absolute")]
    [InlineData("gone.csv", "gone.csv: file: it is not there; 'lungseg verify ")]
    public void Card_ManifestNamesAnotherFile_IsRefused(string path, string message)
    {
        using var folder = new TemporaryFolder();
        CliRun.Of("convert", CliRun.Sample, "-o", folder["out.csv"], "--rows", "0..3", "-q");
        var manifest = File.ReadAllText(folder["out.csv.manifest.json"]);
        folder.Write(
            "out.csv.manifest.json",
            Encoding.UTF8.GetBytes(manifest.Replace("\"path\": \"out.csv\"", $"\"path\": \"{path}\"", StringComparison.Ordinal))
        );
        var run = CliRun.Of(["card", folder["out.csv"], "--json", "-q", .. Said]);
        Assert.Equal((3, string.Empty), (run.Code, run.Out));
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, "bytes, the manifest states ")]
    [InlineData(0, "it has the XxHash128 ")]
    public void Card_FileDiffersFromItsManifest_IsRefused(int more, string message)
    {
        using var folder = new TemporaryFolder();
        CliRun.Of("convert", CliRun.Sample, "-o", folder["out.csv"], "--rows", "0..3", "-q");
        var bytes = File.ReadAllBytes(folder["out.csv"]);
        bytes[0] ^= 1;
        folder.Write("out.csv", [.. bytes, .. new byte[more]]);
        var run = CliRun.Of(["card", folder["out.csv"], "--json", "-q", .. Said]);
        Assert.Equal((3, string.Empty), (run.Code, run.Out));
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.Contains("'lungseg verify ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void ConvertCard_FileIsOfAnEarlierOutput_DescribesBothConversions()
    {
        using var folder = new TemporaryFolder();
        CliRun.Of("convert", CliRun.Sample, "-o", folder["clean.pkl"], "--rows", "0..3", "-q");
        var run = CliRun.Of("card", folder["clean.pkl"], "--init", folder["card.toml"], "-q");
        Assert.True(run.Code == 0, run.Error);
        run = CliRun.Of([
            "convert",
            folder["clean.pkl"],
            "-o",
            folder["out"],
            "--to",
            "png",
            "--card",
            "--card-file",
            folder["card.toml"],
            .. Said,
        ]);
        Assert.True(run.Code == 0, run.Error);
        Assert.DoesNotContain("other facts", run.Error, StringComparison.Ordinal);
        using var card = JsonDocument.Parse(File.ReadAllText(folder["out/croissant.json"]));
        var text = card.RootElement.GetProperty("rai:dataManipulationProtocol").GetString()!;
        var (first, second) = (
            text.IndexOf("in the format pickle", StringComparison.Ordinal),
            text.IndexOf("in the format png", StringComparison.Ordinal)
        );
        Assert.True(0 < first && first < second, text);
        Assert.Contains("before they were cut, scaled or windowed.", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("licence = \"x\"", "'licence' is not a key of a card; did you mean license? (line 1)")]
    [InlineData("url = 1", "'url' must be a text, or a list of texts (line 1)")]
    [InlineData("name = [\"a\", \"b\"]", "'name' must be one text, and has 2 (line 1)")]
    [InlineData("version = \"1\"\ndate = 2026-01-31", "'date' must be a text, a finite number, true or false, or a list of those (line 2)")]
    [InlineData("[rai]\ndata_biases = [1]", "'data_biases' must be a text, or a list of texts (line 2)")]
    [InlineData("[rai]\nhas_synthetic_data = \"maybe\"", "'has_synthetic_data' must be true or false (line 2)")]
    public void Card_FileIsWrong_SaysWhere(string text, string message)
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("card.toml", Encoding.UTF8.GetBytes(text));
        var run = CliRun.Of("card", CliRun.Sample, "--json", "--card-file", file);
        Assert.Equal(2, run.Code);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Card_FileIsLargeOrADevice_IsNotRead()
    {
        using var folder = new TemporaryFolder();
        var large = folder.Write("card.toml", []);
        using (var file = File.OpenWrite(large))
        {
            file.SetLength(1L << 40);
        }
        var run = CliRun.Of("card", CliRun.Sample, "--json", "--card-file", large);
        Assert.Equal((2, string.Empty), (run.Code, run.Out));
        Assert.Contains("card.toml: 1099511627776 bytes are too many, expected 1048576 at most", run.Error, StringComparison.Ordinal);
        if (OperatingSystem.IsLinux())
        {
            run = CliRun.Of("card", CliRun.Sample, "--json", "--card-file", "/dev/zero");
            Assert.Equal((2, "lungseg: /dev/zero: this is no file\n"), (run.Code, run.Error));
        }
    }

    [Fact]
    public void Inspect_OutputWithACard_KnowsItsFiles()
    {
        using var folder = new TemporaryFolder();
        CliRun.Of(["convert", CliRun.Sample, "-o", folder["out"], "--to", "png", "--rows", "0..2", "--card", "-q", .. Said]);
        Assert.True(File.Exists(folder["out/datasheet.md"]));
        var run = CliRun.Of("inspect", folder["out"]);
        Assert.True(run.Code == 0, run.Error);
        Assert.DoesNotContain("left out", run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "lungseg wrote it as hf-parquet, which it does not read back: use what it was converted from")]
    [InlineData(
        "/data/train-00000.parquet",
        "lungseg wrote it as a part of hf-parquet, whose pictures it does not read back: use what it "
    )]
    public void Inspect_HubParquet_SaysWhatToRead(string path, string message)
    {
        using var folder = new TemporaryFolder();
        CliRun.Of("convert", CliRun.Sample, "-o", folder["out"], "--to", "hf-parquet", "--rows", "0..2", "-q");
        var run = CliRun.Of("inspect", folder["out"] + path);
        Assert.Equal((3, string.Empty), (run.Code, run.Out));
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Card_OfAnUnreadOutput_RefusesTargetsAsOthersDo()
    {
        using var folder = new TemporaryFolder();
        CliRun.Of("convert", CliRun.Sample, "-o", folder["out.csv"], "--rows", "0..2", "-q");
        var card = folder["out.csv.croissant.json"];
        var run = CliRun.Of(["card", folder["out.csv"], "-o", card, "--init", card, "--force", "-q", .. Said]);
        Assert.Equal(2, run.Code);
        Assert.Contains("is given twice; give each output its own file", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(card));
    }

    [Fact]
    public void ConvertCard_DryRun_SeesACardThatIsInTheWay()
    {
        using var folder = new TemporaryFolder();
        folder.Write("out.csv.croissant.json", "mine"u8.ToArray());
        var run = CliRun.Of(["convert", CliRun.Sample, "-o", folder["out.csv"], "--card", "--dry-run", .. Said]);
        Assert.Equal((4, string.Empty), (run.Code, run.Out));
        Assert.Contains("out.csv.croissant.json", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void ConvertAndCard_OfASalvagedInput_SayWhatIsLost()
    {
        using var folder = new TemporaryFolder();
        CliRun.Of("demo", "-o", folder["set.pkl"], "--rows", "4", "--side", "128", "-q");
        var cut = folder.Write("cut.pkl", File.ReadAllBytes(folder["set.pkl"])[..^1000]);
        var run = CliRun.Of(["convert", cut, "-o", folder["out"], "--to", "png", "--salvage", "rows", "--card", "-q", .. Said]);
        Assert.True(run.Code == 3, run.Error);
        const string Lost = "The input cut is damaged, and 1 row of it was lost: ";
        Assert.Contains(Lost, File.ReadAllText(folder["out/datasheet.md"]), StringComparison.Ordinal);
        run = CliRun.Of(["card", folder["out"], "--json", "-q", .. Said]);
        Assert.True(run.Code == 0, run.Error);
        Assert.Contains(Lost, run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("card", "--json")]
    [InlineData("convert", "-o", "never", "--to", "png", "--card")]
    [InlineData("convert", "-o", "never", "--to", "png", "--card", "--dry-run")]
    public void Card_RowsNamePatients_AsksForASentenceBeforeTheWork(string command, params string[] more)
    {
        using var folder = new TemporaryFolder();
        var table = folder.Write("patients.csv", "row,patient_id\ndemo:0,1\n"u8.ToArray());
        var run = CliRun.Of([command, CliRun.Sample, "--columns-from", table, "-q", .. more, .. Said]);
        Assert.Equal((2, string.Empty), (run.Code, run.Out));
        Assert.Contains(
            "the card lacks personal_sensitive_information in card.toml, since the rows name patients:",
            run.Error,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("would write", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Convert_CardOptionWithoutCard_IsRefused()
    {
        var run = CliRun.Of("convert", CliRun.Sample, "-o", "never", "--to", "png", "--url", "https://example.org");
        Assert.Equal(2, run.Code);
        Assert.Contains("--url goes with --card", run.Error, StringComparison.Ordinal);
    }
}
