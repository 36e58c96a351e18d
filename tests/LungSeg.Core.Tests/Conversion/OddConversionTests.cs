using System.Text.Json;
using LungSeg.Core.Bytes;
using LungSeg.Core.Conversion;
using LungSeg.Core.Datasets;
using LungSeg.Core.Formats;
using LungSeg.Core.Imaging;
using LungSeg.Core.Tests.Bytes.Compression;
using LungSeg.Core.Tests.Fixtures;
using Xunit;

namespace LungSeg.Core.Tests.Conversion;

/// <summary>Conversions that come to nothing, or to something else than one would think, without a word.</summary>
public sealed class OddConversionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string PathOf(string name) => Path.Combine(_folder.Path, name);

    private static JsonElement ManifestIn(string folder)
    {
        using var manifest = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "manifest.json")));
        return manifest.RootElement.Clone();
    }

    private string Convert(
        string input,
        string name,
        string format,
        DatasetOptions? reading = null,
        Func<ConversionOptions, ConversionOptions>? change = null
    )
    {
        using var dataset = Dataset.Open(input, reading);
        var options = new ConversionOptions { Format = format, Output = PathOf(name) };
        DatasetConverter.Convert(dataset, ExportSample.RowsOf(dataset), change?.Invoke(options) ?? options);
        return options.Output;
    }

    [Fact]
    public void Convert_GreyPictures_AreNotWindowedOnceMore()
    {
        var first = Convert(ExportSample.Write(PathOf("set.pkl")), "first", "png");
        var second = Convert(first, "second", "png");
        var grey = HuWindow.Lung;
        var expected = new byte[ExportSample.Rows * ExportSample.Columns];
        grey.Apply(ExportSample.Hu(1), expected);
        using var dataset = Dataset.Open(second);
        using var sample = dataset[1].Load();
        Assert.Equal(expected, sample.ReadValues(dataset[1].HuOld!).ToArray().Select(value => (byte)value));
        Assert.Equal(3, ManifestIn(second).GetProperty("grey_images").GetInt32());
    }

    [Fact]
    public void Convert_FolderWithParts_KeepsThem()
    {
        var split = new Dictionary<string, RowPlace>
        {
            ["set:0"] = new("train", null, null),
            ["set:1"] = new("val", null, null),
            ["set:2"] = new("test", null, null),
        };
        var first = Convert(ExportSample.Write(PathOf("set.pkl")), "first", "png", change: options => options with { Split = split });
        var second = Convert(first, "second", "yolo");
        Assert.Equal(
            ["test", "train", "val"],
            Directory.GetDirectories(Path.Combine(second, "images")).Select(Path.GetFileName).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void Convert_Manifest_TellsReadersApart()
    {
        var one = Convert(DicomFixtures.SeriesFolder, "one", "png");
        var other = Convert(
            DicomFixtures.SeriesFolder,
            "other",
            "png",
            new DatasetOptions
            {
                Annotations = new AnnotationReading { MinReaders = 3, IncludesOutline = true },
            }
        );
        Assert.Equal((2, "exclusive"), ReadingOf(one));
        Assert.Equal((3, "inclusive"), ReadingOf(other));

        static (int Readers, string? Outline) ReadingOf(string folder) =>
            ManifestIn(folder).GetProperty("command") is var parameters
                ? (parameters.GetProperty("lidc_readers").GetInt32(), parameters.GetProperty("lidc_outline").GetString())
                : default;
    }

    [Fact]
    public void Convert_Manifest_HasTheDigestOfTheLabels()
    {
        File.WriteAllText(PathOf("labels.csv"), "row,label1\nset:0,LR4X\n");
        var output = Convert(ExportSample.Write(PathOf("set.pkl")), "out", "png", new DatasetOptions { LabelFile = PathOf("labels.csv") });

        // printf 'row,label1\nset:0,LR4X\n' | sha256sum
        Assert.Equal(
            "c08a8dc37c53e5c7b82a6d522bcda10d8cdc925aa2319ae0196fb400421c57ee",
            ManifestIn(output).GetProperty("command").GetProperty("labels_sha256").GetString()
        );
    }

    [Fact]
    public void Open_LabelsOfNoRow_IsRefused()
    {
        File.WriteAllText(PathOf("labels.csv"), "row,label1\n0,LR4X\n");
        var input = ExportSample.Write(PathOf("set.pkl"));
        var error = Assert.Throws<DatasetFormatException>(() =>
            Dataset.Open(input, new DatasetOptions { LabelFile = PathOf("labels.csv") })
        );
        Assert.Contains("no line names a row of set", error.Detail, StringComparison.Ordinal);
        Assert.Equal(11, error.Offset);
    }

    [Fact]
    public void Convert_RowsWithoutMask_AreCounted()
    {
        var output = Convert(BinaryFixtures.Nifti.PathOf("slice.nii"), "out", "png");
        Assert.Equal(1, ManifestIn(output).GetProperty("rows_without_mask").GetInt32());
    }

    [Theory]
    [InlineData("a/b", "a b")]
    [InlineData("Train", "train")]
    public void Convert_PartsOfOneName_AreRefused(string one, string other)
    {
        var split = new Dictionary<string, RowPlace>
        {
            ["set:0"] = new(one, null, null),
            ["set:1"] = new(other, null, null),
            ["set:2"] = new(one, null, null),
        };
        var input = ExportSample.Write(PathOf("set.pkl"));
        Assert.Contains(
            "in file names",
            Assert
                .Throws<InvalidRequestException>(() => Convert(input, "out", "png", change: options => options with { Split = split }))
                .Message,
            StringComparison.Ordinal
        );
        Assert.False(Directory.Exists(PathOf("out")));
    }

    [Fact]
    public void Convert_PartThatNnunetDoesNotKnow_IsRefused()
    {
        var split = new Dictionary<string, RowPlace>
        {
            ["set:0"] = new("train", null, null),
            ["set:1"] = new("TEST", null, null),
            ["set:2"] = new("train", null, null),
        };
        var input = ExportSample.Write(PathOf("set.pkl"));
        Assert.Contains(
            "'TEST'",
            Assert
                .Throws<InvalidRequestException>(() => Convert(input, "out", "nnunet", change: options => options with { Split = split }))
                .Message,
            StringComparison.Ordinal
        );
        Assert.False(Directory.Exists(PathOf("out")));
    }

    [Fact]
    public void Convert_CropOfNoLesion_IsRefused()
    {
        using var dataset = Dataset.Open(ExportSample.Write(PathOf("set.pkl")));
        var options = new ConversionOptions
        {
            Format = "npz",
            Output = PathOf("out.npz"),
            LesionCrop = 8,
        };
        Assert.Contains(
            "no selected row",
            Assert.Throws<InvalidRequestException>(() => DatasetConverter.Convert(dataset, [dataset[1]], options)).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "no selected row",
            Assert.Throws<InvalidRequestException>(() => DatasetConversion.Create(options).CountRows(dataset, [dataset[1]])).Message,
            StringComparison.Ordinal
        );
        Assert.Equal(2, DatasetConversion.Create(options).CountRows(dataset, ExportSample.RowsOf(dataset)));
    }

    [Theory]
    [InlineData("npz")]
    [InlineData("pickle")]
    [InlineData("parquet")]
    public void Convert_NoColumnOfArrays_NamesThoseThatAre(string format)
    {
        using var dataset = Dataset.Open(ExpectedTables.Pickles.PathOf("series_labels_p4.pkl"));
        var error = Assert.Throws<DatasetFormatException>(() =>
            DatasetConverter.Convert(
                dataset,
                ExportSample.RowsOf(dataset),
                new ConversionOptions { Format = format, Output = PathOf("out") }
            )
        );
        Assert.Contains("no column of arrays is known", error.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Convert_IntoALink_WritesWhereItLeads()
    {
        var input = ExportSample.Write(PathOf("set.pkl"));
        Directory.CreateDirectory(PathOf("real"));
        File.WriteAllText(PathOf("real/old.npz"), "old");
        File.CreateSymbolicLink(PathOf("out.npz"), PathOf("real/old.npz"));
        Convert(input, "out.npz", "npz", change: options => options with { Overwrite = true });
        Assert.Equal(PathOf("real/old.npz"), new FileInfo(PathOf("out.npz")).LinkTarget);
        Assert.Equal("PK"u8, File.ReadAllBytes(PathOf("real/old.npz")).AsSpan(0, 2));
    }

    [Theory]
    [InlineData("/dev/out.npz")]
    [InlineData("/proc/self/x.npz")]
    public void Convert_IntoADevice_IsRefused(string path)
    {
        using var dataset = Dataset.Open(ExportSample.Write(PathOf("set.pkl")));
        var options = new ConversionOptions
        {
            Format = "npz",
            Output = path,
            Overwrite = true,
        };
        Assert.ThrowsAny<IOException>(() => DatasetConverter.Convert(dataset, ExportSample.RowsOf(dataset), options));
    }
}
