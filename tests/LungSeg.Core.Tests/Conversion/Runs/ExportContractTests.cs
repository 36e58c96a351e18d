using System.Text.Json;
using LungSeg.Core.Bytes;
using LungSeg.Core.Bytes.Outputs;
using LungSeg.Core.Conversion;
using LungSeg.Core.Conversion.Runs;
using LungSeg.Core.Datasets;
using LungSeg.Core.Tests.Bytes.Compression;
using Xunit;

namespace LungSeg.Core.Tests.Conversion.Runs;

/// <summary>What every output format keeps to. A new format is tested as soon as the registry has it.</summary>
public sealed class ExportContractTests
{
    public static TheoryData<string> Formats => new(ExportRegistry.All.Select(export => export.Name));

    [Theory]
    [MemberData(nameof(Formats))]
    public void Convert_OneAndTwoJobs_GivesEqualBytes(string format)
    {
        using var folder = new TemporaryFolder();
        var input = ExportSample.Write(Path.Combine(folder.Path, "set.pkl"));
        var runs = new List<SortedDictionary<string, byte[]>>();
        foreach (var jobs in new[] { 1, 2 })
        {
            var into = Directory.CreateDirectory(Path.Combine(folder.Path, $"jobs{jobs}")).FullName;
            ExportSample.Convert(input, ExportSample.OptionsOf(format, into) with { Jobs = jobs });
            runs.Add(ExportSample.FilesIn(into));
        }

        Assert.Equal(runs[0].Keys, runs[1].Keys);
        foreach (var (name, bytes) in runs[0])
        {
            Assert.True(bytes.AsSpan().SequenceEqual(runs[1][name]), $"{name} differs between one job and two");
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Convert_InputThatEndsInTheMiddle_LeavesNothingBehind(string format)
    {
        using var folder = new TemporaryFolder();
        var input = ExportSample.Write(Path.Combine(folder.Path, "set.pkl"));
        using var dataset = Dataset.Open(input);
        using (var cut = new FileStream(input, FileMode.Open, FileAccess.Write))
        {
            cut.SetLength(dataset[1].HuOld!.Payload.Offset + 100);
        }

        var into = Directory.CreateDirectory(Path.Combine(folder.Path, "into")).FullName;
        var error = Record.Exception(() =>
            DatasetConverter.Convert(dataset, ExportSample.RowsOf(dataset), ExportSample.OptionsOf(format, into))
        );

        Assert.True(error is DatasetFormatException or IOException, $"{error}");
        Assert.Empty(Directory.EnumerateFileSystemEntries(into));
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Convert_HostileNames_StayWithinTheOutput(string format)
    {
        using var folder = new TemporaryFolder();
        var into = Directory.CreateDirectory(Path.Combine(folder.Path, "a", "b", "into")).FullName;
        var input = ExportSample.Write(Path.Combine(folder.Path, "set.pkl"), ["../evil", "..", "a,\"b\"\n$(touch x)"]);
        using var opener = new DatasetOpener(DatasetOptions.Default);
        using (var stream = File.OpenRead(input))
        {
            opener.Add(stream, "../../x;$(id)\n.pkl");
        }
        using var dataset = opener.Finish();
        var rows = ExportSample.RowsOf(dataset);
        string[] parts = format == "nnunet" ? ["train", "val", "test"] : ["../../up", "/tmp/root", "a\nb: c"];
        var options = ExportSample.OptionsOf(format, into) with
        {
            Split = rows.Select((row, i) => (row.Name, Place: new RowPlace(parts[i], i, "../group")))
                .ToDictionary(pair => pair.Name, pair => pair.Place),
        };

        DatasetConverter.Convert(dataset, rows, options);

        var name = Path.GetFileName(options.Output);
        Assert.Equal(
            ["a", "set.pkl"],
            Directory.EnumerateFileSystemEntries(folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal)
        );
        Assert.Equal(["into"], Directory.EnumerateFileSystemEntries(Path.Combine(folder.Path, "a", "b")).Select(Path.GetFileName));
        Assert.All(
            Directory.EnumerateFileSystemEntries(into),
            entry => Assert.Contains(Path.GetFileName(entry), new[] { name, name + ".manifest.json" })
        );
        Assert.All(ExportSample.FilesIn(into).Keys, file => Assert.Matches("^[A-Za-z0-9_./-]+$", file));
        Assert.All(
            Named(options).Concat(Files(options).Select(file => file.Path)),
            file => Assert.DoesNotContain("..", file, StringComparison.Ordinal)
        );
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Convert_Manifest_NamesEveryFile(string format)
    {
        using var folder = new TemporaryFolder();
        var into = Directory.CreateDirectory(Path.Combine(folder.Path, "into")).FullName;
        var options = ExportSample.OptionsOf(format, into);
        ExportSample.Convert(ExportSample.Write(Path.Combine(folder.Path, "set.pkl")), options);

        var isFolder = ExportRegistry.Find(format)!.IsFolder;
        var written = ExportSample
            .FilesIn(isFolder ? options.Output : into)
            .Keys.Where(file => !file.EndsWith("manifest.json", StringComparison.Ordinal))
            .ToHashSet();
        Assert.NotEmpty(written);
        var files = Files(options);
        Assert.Equal(written.Order(StringComparer.Ordinal), files.Select(file => file.Path));
        Assert.All(Named(options), file => Assert.Contains(file, written));
        Assert.All(
            files,
            file =>
            {
                var bytes = File.ReadAllBytes(Path.Combine(isFolder ? options.Output : into, file.Path));
                Assert.Equal(bytes.Length, file.Bytes);
                Assert.Equal(Convert.ToHexStringLower(System.IO.Hashing.XxHash128.Hash(bytes)), file.Hash);
            }
        );
        using var manifest = JsonDocument.Parse(File.ReadAllBytes(ManifestOf(options)));
        var rows = manifest.RootElement.GetProperty("rows").EnumerateArray().ToArray();
        Assert.Equal(["set:0", "set:1", "set:2"], rows.Select(row => row.GetProperty("row").GetString()));
        Assert.All(rows, row => Assert.NotEqual(0, row.GetProperty("files").GetArrayLength()));
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Convert_ExistingOutput_IsLeftAsItIsWithoutOverwrite(string format)
    {
        using var folder = new TemporaryFolder();
        var input = ExportSample.Write(Path.Combine(folder.Path, "set.pkl"));
        var into = Directory.CreateDirectory(Path.Combine(folder.Path, "into")).FullName;
        var options = ExportSample.OptionsOf(format, into);
        var old = ExportRegistry.Find(format)!.IsFolder
            ? Path.Combine(Directory.CreateDirectory(options.Output).FullName, "manifest.json")
            : options.Output;
        const string Mine = """{"schema": "lungseg/manifest/2", "files": []}""";
        File.WriteAllText(old, Mine);

        Assert.ThrowsAny<IOException>(() => ExportSample.Convert(input, options));
        var left = Assert.Single(ExportSample.FilesIn(into));
        Assert.Equal(Mine, System.Text.Encoding.UTF8.GetString(left.Value));

        ExportSample.Convert(input, options with { Overwrite = true });
        Assert.DoesNotContain(ExportSample.FilesIn(into), file => System.Text.Encoding.UTF8.GetString(file.Value) == Mine);
        Assert.True(File.Exists(ManifestOf(options)));
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Convert_OutputThatIsOrHoldsTheInput_IsRefusedAlsoWithOverwrite(string format)
    {
        using var folder = new TemporaryFolder();
        var input = ExportSample.Write(Path.Combine(folder.Path, "set.pkl"));
        var options = ExportSample.OptionsOf(format, folder.Path) with
        {
            Overwrite = true,
            Output = ExportRegistry.Find(format)!.IsFolder ? folder.Path : input,
        };
        Assert.Contains(
            "the input",
            Assert.Throws<InvalidRequestException>(() => ExportSample.Convert(input, options)).Message,
            StringComparison.Ordinal
        );
        Assert.Equal(["set.pkl"], ExportSample.FilesIn(folder.Path).Keys);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Convert_FolderOfOtherThings_IsNeverReplaced(string format)
    {
        using var folder = new TemporaryFolder();
        var input = ExportSample.Write(Path.Combine(folder.Path, "set.pkl"));
        var into = Directory.CreateDirectory(Path.Combine(folder.Path, "into")).FullName;
        var options = ExportSample.OptionsOf(format, into) with { Overwrite = true };
        File.WriteAllText(Path.Combine(Directory.CreateDirectory(options.Output).FullName, "mine.txt"), "mine");
        Assert.ThrowsAny<IOException>(() => ExportSample.Convert(input, options));
        Assert.Equal("mine"u8, Assert.Single(ExportSample.FilesIn(into)).Value);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Convert_Verified_FindsItsOwnOutputRight(string format)
    {
        using var folder = new TemporaryFolder();
        var input = ExportSample.Write(Path.Combine(folder.Path, "set.pkl"));
        var options = ExportSample.OptionsOf(format, folder.Path) with
        {
            Verify = true,
            Split = new Dictionary<string, RowPlace>
            {
                ["set:0"] = new("train", 0, null),
                ["set:1"] = new("val", 1, null),
                ["set:2"] = new("test", null, null),
            },
        };
        Assert.Equal(3, ExportSample.Convert(input, options).Rows);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Verify_OutputOfOtherPixels_Throws(string format)
    {
        var error = VerifyAgainst(format, path => ExportSample.Write(path, isOther: true));
        Assert.Contains("set:2", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Verify_OutputOfOtherLabels_Throws(string format) =>
        VerifyAgainst(format, path => ExportSample.Write(path, ["LR2", "LR3", "LR4B"]));

    /// <summary>Verifies the output of the sample against another input, which throws.</summary>
    private static DatasetFormatException VerifyAgainst(string format, Func<string, string> writeOther)
    {
        using var folder = new TemporaryFolder();
        var options = ExportSample.OptionsOf(format, folder.Path);
        ExportSample.Convert(ExportSample.Write(Path.Combine(folder.Path, "set.pkl")), options);
        var other = Directory.CreateDirectory(Path.Combine(folder.Path, "other")).FullName;
        using var dataset = Dataset.Open(writeOther(Path.Combine(other, "set.pkl")));
        var export = ExportRegistry.Find(format)!;
        var names = new RowFileNames(dataset.Inputs.Select(input => input.Stem));
        var rows = ExportSample.RowsOf(dataset).Select((row, position) => new ExportRow(row, position, names.Get(row.Name))).ToArray();
        var run = new ExportRun(export, options, dataset, rows)
        {
            Path = options.Output,
            Scratch = options.Output,
            Files = new WrittenFiles(options.Output),
        };

        using var started = export.Start(run);
        return Assert.Throws<DatasetFormatException>(() => started.Verify(new ReadBack(run)));
    }

    private static string ManifestOf(ConversionOptions options) =>
        ExportRegistry.Find(options.Format)!.IsFolder ? Path.Combine(options.Output, "manifest.json") : options.Output + ".manifest.json";

    private static string[] Named(ConversionOptions options)
    {
        using var manifest = JsonDocument.Parse(File.ReadAllBytes(ManifestOf(options)));
        return
        [
            .. manifest
                .RootElement.GetProperty("rows")
                .EnumerateArray()
                .SelectMany(row => row.GetProperty("files").EnumerateArray().Select(file => file.GetString()!).ToArray()),
        ];
    }

    private static (string Path, long Bytes, string Hash)[] Files(ConversionOptions options)
    {
        using var manifest = JsonDocument.Parse(File.ReadAllBytes(ManifestOf(options)));
        return
        [
            .. manifest
                .RootElement.GetProperty("files")
                .EnumerateArray()
                .Select(file =>
                    (file.GetProperty("path").GetString()!, file.GetProperty("bytes").GetInt64(), file.GetProperty("xxh128").GetString()!)
                ),
        ];
    }
}
