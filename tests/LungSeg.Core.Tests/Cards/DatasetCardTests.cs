using System.Text.Json;
using LungSeg.Core.Cards;
using LungSeg.Core.Conversion;
using LungSeg.Core.Datasets;
using LungSeg.Core.Tests.Bytes.Compression;
using LungSeg.Core.Tests.Conversion;
using LungSeg.Core.Validation;
using Xunit;

namespace LungSeg.Core.Tests.Cards;

/// <summary>Cards of the sample of exports, whose lesions of 68, 0 and 140 px are counted by hand.</summary>
public sealed class DatasetCardTests : IDisposable
{
    private static readonly CardStatements Said = new()
    {
        License = "https://example.org/licence",
        Creators = ["A"],
        Url = "https://example.org/set",
        Date = "2026-01-31",
    };
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Croissant_OfAPickle_CountsItsLesions()
    {
        var card = Parse(Describe(Said).ToText(CardFiles.Croissant));
        Assert.Contains(
            "The mask of 2 of 3 rows holds a lesion, and that of 1 row is empty. "
                + "Lesion of all classes: 2 rows, minimum 68 px, median 104 px, mean 104 px, maximum 140 px.",
            card.GetProperty("rai:dataAnnotationProtocol").GetString(),
            StringComparison.Ordinal
        );
        Assert.Contains("Rows by class: LR2 1, LR3 1, LR4A 1.", card.GetProperty("rai:dataBiases").GetString(), StringComparison.Ordinal);
        var file = Assert.Single(card.GetProperty("distribution").EnumerateArray());
        var content = File.ReadAllBytes(Path.Combine(_folder.Path, "set.pkl"));
        Assert.Equal(FormattableString.Invariant($"{content.Length} B"), file.GetProperty("contentSize").GetString());
        Assert.Equal(
            Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(content)),
            file.GetProperty("sha256").GetString()
        );
    }

    [Fact]
    public void Missing_WithoutStatements_NamesThemAll()
    {
        var card = Describe(new CardStatements());
        Assert.Equal(["license", "creators", "url", "date"], card.Missing);
        Assert.Equal(
            ["data_collection", "data_annotation_protocol", "data_use_cases", "data_social_impact", "has_synthetic_data"],
            card.LeftOpen
        );
    }

    [Fact]
    public void Draft_WithoutStatements_MakesNothingUp()
    {
        var card = Parse(Describe(new CardStatements { IsDraft = true }).ToText(CardFiles.Croissant));
        Assert.All(
            ["license", "creator", "url", "datePublished", "citeAs", "version", "publisher", "rai:hasSyntheticData"],
            name => Assert.False(card.TryGetProperty(name, out _), name)
        );
        Assert.StartsWith("TO BE FILLED IN: ", card.GetProperty("rai:dataUseCases").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void ToText_LabelsAreMarkup_StayTexts()
    {
        string[] labels = ["<b>x</b>|[a](b)\n---", "LR3", "LR4A"];
        var card = Describe(Said with { Name = "a\"b\\c\nd" }, labels);
        Assert.Equal("a\"b\\c\nd", Parse(card.ToText(CardFiles.Croissant)).GetProperty("name").GetString());
        Assert.Contains("pretty_name: \"a\\\"b\\\\c\\u000ad\"\n", card.ToText(CardFiles.Readme), StringComparison.Ordinal);
        var sheet = card.ToText(CardFiles.Datasheet);
        Assert.Contains("\\<b\\>x\\</b\\>\\|\\[a\\]\\(b\\)\\\\x0a--- 1", sheet, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", sheet, StringComparison.Ordinal);
    }

    [Fact]
    public void Statements_OfCardToml_TakeThePlaceOfMeasurements()
    {
        var said = Said with
        {
            Rai = new Dictionary<string, IReadOnlyList<string>> { ["data_limitations"] = ["None."] },
            MeasuredDigest = "0",
        };
        var card = Describe(said);
        Assert.Equal("None.", Parse(card.ToText(CardFiles.Croissant)).GetProperty("rai:dataLimitations").GetString());
        Assert.True(card.HasOtherFacts);
        Assert.Contains("data_limitations = [\"None.\"]\n", card.ToTemplate(), StringComparison.Ordinal);
    }

    [Fact]
    public void Save_WithinAnOutput_EntersTheCardInTheManifest()
    {
        var output = Path.Combine(_folder.Path, "out");
        ExportSample.Convert(ExportSample.Write(Path.Combine(_folder.Path, "set.pkl")), ExportSample.OptionsOf("png", _folder.Path));
        var found = CardedOutput.Find(output)!;
        var text = found.Describe(Said, null).ToText(CardFiles.Croissant);
        Assert.True(found.Save(Path.Combine(output, "croissant.json"), text, overwrite: false));
        Assert.False(found.Save(Path.Combine(_folder.Path, "croissant.json"), text, overwrite: false));
        var entry = Parse(File.ReadAllText(Path.Combine(output, "manifest.json")))
            .GetProperty("files")
            .EnumerateArray()
            .Single(file => file.GetProperty("path").GetString() == "croissant.json");
        var bytes = File.ReadAllBytes(Path.Combine(output, "croissant.json"));
        Assert.Equal(bytes.Length, entry.GetProperty("bytes").GetInt32());
        Assert.Equal(Convert.ToHexStringLower(System.IO.Hashing.XxHash128.Hash(bytes)), entry.GetProperty("xxh128").GetString());
    }

    [Fact]
    public void Convert_OneFileWithADescription_PublishesBoth()
    {
        var options = ExportSample.OptionsOf("csv", _folder.Path) with
        {
            Describer = new OutputDescriber(["croissant.json"], (rows, _, _) => [$"{rows.Count} rows"]),
        };
        ExportSample.Convert(ExportSample.Write(Path.Combine(_folder.Path, "set.pkl")), options);
        Assert.Equal("3 rows", File.ReadAllText(options.Output + ".croissant.json"));
        var files = Parse(File.ReadAllText(options.Output + ".manifest.json")).GetProperty("files").EnumerateArray();
        Assert.Equal(["out.csv", "out.csv.croissant.json"], files.Select(file => file.GetProperty("path").GetString()));
        Assert.Throws<Core.Bytes.Outputs.OutputExistsException>(() =>
            ExportSample.Convert(Path.Combine(_folder.Path, "set.pkl"), options with { Output = Move(options.Output) })
        );
    }

    [Fact]
    public void Convert_WithACard_StatesSha256WithoutEnteringIt()
    {
        DatasetCard? card = null;
        var options = ExportSample.OptionsOf("csv", _folder.Path) with
        {
            Describer = new OutputDescriber(
                ["croissant.json"],
                (_, folder, manifest) =>
                {
                    // What is in the file now must not matter: its digest is that of the one reading after it was written.
                    var file = Path.Combine(folder, "out.csv");
                    var bytes = File.ReadAllBytes(file);
                    File.WriteAllBytes(file, new byte[bytes.Length]);
                    card = DatasetCard.OfOutput(Said, null, folder, "out.csv", manifest, isFresh: true);
                    File.WriteAllBytes(file, bytes);
                    return [card.ToText(CardFiles.Croissant)];
                }
            ),
        };
        ExportSample.Convert(ExportSample.Write(Path.Combine(_folder.Path, "set.pkl")), options);
        var file = Assert.Single(Parse(card!.ToText(CardFiles.Croissant)).GetProperty("distribution").EnumerateArray());
        Assert.Equal(
            Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(options.Output))),
            file.GetProperty("sha256").GetString()
        );
        Assert.DoesNotContain(
            Parse(File.ReadAllText(options.Output + ".manifest.json")).GetProperty("files").EnumerateArray(),
            entry => entry.TryGetProperty("sha256", out _)
        );
    }

    [Fact]
    public void OfInputs_TwoFilesOfOneName_HaveTwoIds()
    {
        string[] paths = [Path.Combine(_folder.Path, "a", "set.pkl"), Path.Combine(_folder.Path, "b", "set.pkl")];
        foreach (var path in paths)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            ExportSample.Write(path, isOther: path == paths[1]);
        }
        using var opener = new DatasetOpener(new DatasetOptions());
        foreach (var path in paths)
        {
            opener.Add(path);
        }
        using var dataset = opener.Finish();
        var facts = CardFacts.Measure(dataset, ExportSample.RowsOf(dataset), [], new ValidationOptions());
        var files = Parse(DatasetCard.OfInputs(Said, facts, dataset).ToText(CardFiles.Croissant)).GetProperty("distribution");
        Assert.Equal(["a/set.pkl", "b/set.pkl"], files.EnumerateArray().Select(file => file.GetProperty("@id").GetString()));
    }

    [Theory]
    [InlineData("scan.nii.gz", ".nii.gz")]
    [InlineData("a.b/scan.dcm", ".dcm")]
    [InlineData("1.2.840.113619", "")]
    [InlineData("scan", "")]
    public void GetEnding_OfAName_IsThatOfAKind(string path, string ending) => Assert.Equal(ending, FileKinds.GetEnding(path));

    /// <summary>Another name, beside which the card is in the way.</summary>
    private static string Move(string output)
    {
        var other = output.Replace("out.csv", "other.csv", StringComparison.Ordinal);
        File.WriteAllText(other + ".croissant.json", "mine");
        return other;
    }

    private DatasetCard Describe(CardStatements said, IReadOnlyList<string>? labels = null)
    {
        using var dataset = Dataset.Open(ExportSample.Write(Path.Combine(_folder.Path, "set.pkl"), labels));
        var facts = CardFacts.Measure(dataset, ExportSample.RowsOf(dataset), [], new ValidationOptions());
        return DatasetCard.OfInputs(said, facts, dataset);
    }

    private static JsonElement Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
