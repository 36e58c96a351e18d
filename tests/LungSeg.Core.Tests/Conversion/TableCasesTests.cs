using System.Formats.Tar;
using System.Globalization;
using System.Text.Json;
using LungSeg.Core.Bytes;
using LungSeg.Core.Conversion;
using LungSeg.Core.Conversion.Runs;
using LungSeg.Core.Datasets;
using LungSeg.Core.Model;
using LungSeg.Core.Tests.Bytes.Compression;
using Xunit;

namespace LungSeg.Core.Tests.Conversion;

/// <summary>Tables that conversions changed without a word: missing labels, HU beyond 2^53, lesions of a few pixels.</summary>
public sealed class TableCasesTests : IDisposable
{
    private static readonly string Fixtures = Path.Combine(AppContext.BaseDirectory, "Fixtures", "Tables");
    private static readonly JsonElement Expected = JsonDocument
        .Parse(File.ReadAllBytes(Path.Combine(Fixtures, "expected.json")))
        .RootElement;
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Formats => [.. ExportRegistry.All.Where(format => format.Name != "csv").Select(format => format.Name)];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("missing_labels.pkl")]
    [InlineData("missing_labels.npz")]
    public void Open_MissingLabels_AreNone(string name)
    {
        using var dataset = Dataset.Open(Path.Combine(Fixtures, name));
        Assert.Equal(Labels, dataset.Rows.Select(row => row.LabelText));
        Assert.Equal(["LR2", null, null, null, null, "LR4A", "unknown"], dataset.Rows.Select(row => row.ClassName));
        var summary = DatasetSummary.Create(dataset, [.. dataset.Rows]);
        Assert.Equal(4, summary.LabelsMissing);
        Assert.Equal(["LR2", "LR4A", "nodule"], summary.Labels.Select(label => label.Name));
    }

    [Theory]
    [InlineData("npz")]
    [InlineData("pickle")]
    [InlineData("png")]
    [InlineData("nnunet")]
    [InlineData("dicom")]
    public void Convert_MissingLabels_AreMissingWhenReadBack(string format)
    {
        var output = Convert(Path.Combine(Fixtures, "missing_labels.pkl"), format);
        using var dataset = Dataset.Open(format == "nnunet" ? GetNnUnet(output) : output);
        Assert.Equal(Labels, dataset.Rows.Select(row => row.LabelText));
    }

    [Fact]
    public void Convert_MissingLabels_HaveNoClassInWebDataset()
    {
        var output = Convert(Path.Combine(Fixtures, "missing_labels.pkl"), "webdataset");
        Assert.Equal(["0", "-1", "-1", "-1", "-1", "1", "2"], ReadClasses(Path.Combine(output, "lungseg-000000.tar")));
    }

    [Fact]
    public void Convert_MissingLabel_IsRefusedByCocoAsFromThePickle()
    {
        foreach (var input in (string[])["missing_labels.pkl", "missing_labels.npz"])
        {
            var error = Assert.Throws<DatasetFormatException>(() => Convert(Path.Combine(Fixtures, input), "coco"));
            Assert.Contains("row missing_labels:1 has a lesion but no class (label missing)", error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Convert_WideHu_IsKeptOrRefusedByRow(string format)
    {
        var wide = Expected.GetProperty("wide_hu");
        var input = Path.Combine(Fixtures, "wide_hu.pkl");
        if (
            ExportRegistry.Find(format)!.Window == WindowUse.Always
            || format is "dicom-seg" or "npz" or "npy" or "pickle" or "hdf5" or "parquet"
        )
        {
            Convert(input, format);
            return;
        }

        var error = Assert.Throws<DatasetFormatException>(() => Convert(input, format));
        Assert.Contains($"wide_hu:{wide.GetProperty("row").GetInt32()}", error.Message, StringComparison.Ordinal);
        if (format is not ("png16" or "dicom"))
        {
            var where = $"{wide.GetProperty("value").GetString()} at pixel {wide.GetProperty("pixel").GetInt32()}";
            Assert.Contains(where, error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("npz", "")]
    [InlineData("npy", "X.npy")]
    [InlineData("pickle", "")]
    public void Convert_WideHu_IsExactWhereTheFormatHoldsIt(string format, string file)
    {
        using var dataset = Dataset.Open(
            Path.Combine(Convert(Path.Combine(Fixtures, "wide_hu.pkl"), format), file),
            new DatasetOptions { BareColumn = DatasetColumns.HuOld }
        );
        foreach (var (row, expected) in dataset.Rows.Zip(Expected.GetProperty("wide_hu").GetProperty("values").EnumerateArray()))
        {
            using var sample = row.Load();
            Assert.Equal("int64", row.HuOld!.DType.Name);
            var found = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, long>(sample.ReadBytes(row.HuOld)).ToArray();
            Assert.Equal(expected.EnumerateArray().Select(value => long.Parse(value.GetString()!, CultureInfo.InvariantCulture)), found);
        }
    }

    [Theory]
    [InlineData("npz", ImageDType.Float64, null)]
    [InlineData("npy", ImageDType.Float32, null)]
    [InlineData("npy", ImageDType.Auto, 8)]
    [InlineData("parquet", ImageDType.Float64, null)]
    public void Convert_WideHu_IsRefusedWhereItWouldBeRounded(string format, ImageDType dtype, int? size)
    {
        var error = Assert.Throws<DatasetFormatException>(() =>
            Convert(Path.Combine(Fixtures, "wide_hu.pkl"), format, options => options with { DType = dtype, Size = size })
        );
        Assert.Contains("row wide_hu:1", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Convert_TinyLesions_CountsThoseThatVanish(string format)
    {
        var lost = TinyRows.Sum(row => row.GetProperty("lost").GetInt64());
        if (ExportRegistry.Find(format)!.KeepsSize)
        {
            return;
        }

        var input = Path.Combine(Fixtures, "tiny_lesions.pkl");
        foreach (var (keeps, expected) in (ReadOnlySpan<(bool, long)>)[(false, lost), (true, 0)])
        {
            var output = Convert(input, format, options => options with { Size = Small, LesionArea = keeps }, keeps ? "kept" : "lost");
            Assert.Equal(expected, ReadLostLesions(output));
        }
    }

    [Theory]
    [InlineData("npz", "")]
    [InlineData("npy", "y.npy")]
    public void Convert_TinyLesions_KeepAPixelWhereAsked(string format, string file)
    {
        var input = Path.Combine(Fixtures, "tiny_lesions.pkl");
        foreach (var keeps in (bool[])[false, true])
        {
            var output = Convert(input, format, options => options with { Size = Small, LesionArea = keeps }, $"out{keeps}");
            using var dataset = Dataset.Open(Path.Combine(output, file), new DatasetOptions { BareColumn = DatasetColumns.Mask });
            foreach (var (row, expected) in dataset.Rows.Zip(TinyRows))
            {
                using var sample = row.Load();
                var found = sample.ReadBytes(row.Mask!).ToArray();
                var nearest = expected.GetProperty("nearest").EnumerateArray().Select(value => value.GetByte()).ToArray();
                var covers = expected.GetProperty("covers").EnumerateArray().Select(ReadNumbers).ToArray();
                var added = Enumerable.Range(0, found.Length).Where(i => found[i] != nearest[i]).ToArray();
                Assert.All(added, pixel => Assert.True(keeps && covers.Any(cover => cover.Contains(pixel))));
                Assert.Equal(keeps ? covers.Count(cover => cover.All(pixel => nearest[pixel] == 0)) : 0, added.Length);
                Assert.All(keeps ? covers : [], cover => Assert.Contains(cover, pixel => found[pixel] != 0));
            }
        }
    }

    [Fact]
    public void Create_LesionAreaWithoutSize_IsRefused()
    {
        var options = new ConversionOptions
        {
            Format = "npz",
            Output = "out.npz",
            LesionArea = true,
        };
        var error = Assert.Throws<InvalidRequestException>(() => DatasetConversion.Create(options));
        Assert.Equal(RequestParameter.LesionArea, error.Parameter);
    }

    [Fact]
    public void Convert_SharedCases_GiveWhatIsExpected()
    {
        var shared = Environment.GetEnvironmentVariable("LUNGSEG_SHARED");
        Assert.SkipWhen(string.IsNullOrEmpty(shared), "LUNGSEG_SHARED names no folder with cases/tables");
        var cases = Path.Combine(shared, "cases", "tables");
        using (var npz = Dataset.Open(Convert(Path.Combine(cases, "F08-missing-label.pkl"), "npz", name: "f08")))
        {
            Assert.Equal(["LR2", "LR3", null, "LR4A"], npz.Rows.Select(row => row.LabelText));
        }

        var archive = Path.Combine(Convert(Path.Combine(cases, "F08-missing-label.pkl"), "webdataset", name: "f08w"), "lungseg-000000.tar");
        Assert.Equal("-1", ReadClasses(archive)[2]);
        Assert.Throws<DatasetFormatException>(() => Dataset.Open(Path.Combine(cases, "F16-classes-dup")));
        using (var source = Dataset.Open(Path.Combine(cases, "F16-own-output.pkl")))
        using (var back = Dataset.Open(GetNnUnet(Convert(Path.Combine(cases, "F16-own-output.pkl"), "nnunet", name: "f16"))))
        {
            Assert.Equal(source.Rows.Select(row => row.LabelText), back.Rows.Select(row => row.LabelText));
        }

        var tiny = Path.Combine(cases, "F17-tiny-lesions.pkl");
        Assert.NotEqual(0, ReadLostLesions(Convert(tiny, "npz", options => options with { Size = Small }, "f17")));
        Assert.Equal(0, ReadLostLesions(Convert(tiny, "npz", options => options with { Size = Small, LesionArea = true }, "f17k")));
        using var wide = Dataset.Open(
            Path.Combine(Convert(Path.Combine(cases, "e_i8.pkl"), "npy", name: "ei8"), "X.npy"),
            new DatasetOptions { BareColumn = DatasetColumns.HuOld }
        );
        using var pickle = Dataset.Open(Path.Combine(cases, "e_i8.pkl"));
        foreach (var (row, expected) in wide.Rows.Zip(pickle.Rows))
        {
            using var found = row.Load();
            using var stored = expected.Load();
            Assert.Equal(stored.ReadBytes(expected.HuOld!), found.ReadBytes(row.HuOld!));
        }

        Assert.Throws<DatasetFormatException>(() => Convert(Path.Combine(cases, "e_i8.pkl"), "nifti", name: "ei8n"));
    }

    private static string?[] Labels => [.. Expected.GetProperty("missing_labels").EnumerateArray().Select(label => label.GetString())];

    private static JsonElement[] TinyRows => [.. Expected.GetProperty("tiny_lesions").GetProperty("rows").EnumerateArray()];

    private static int Small => Expected.GetProperty("tiny_lesions").GetProperty("size").GetInt32();

    private static string GetNnUnet(string output) => Path.Combine(output, "Dataset501_LungSeg");

    private static int[] ReadNumbers(JsonElement numbers) => [.. numbers.EnumerateArray().Select(number => number.GetInt32())];

    private static string[] ReadClasses(string archive)
    {
        using var reader = new TarReader(File.OpenRead(archive));
        var classes = new List<string>();
        while (reader.GetNextEntry(copyData: true) is { } entry)
        {
            if (entry.Name.EndsWith(".cls", StringComparison.Ordinal))
            {
                using var text = new StreamReader(entry.DataStream!);
                classes.Add(text.ReadToEnd());
            }
        }

        return [.. classes];
    }

    private static long ReadLostLesions(string output)
    {
        var path = Directory.Exists(output) ? Path.Combine(output, "manifest.json") : output + ".manifest.json";
        using var manifest = JsonDocument.Parse(File.ReadAllBytes(path));
        return manifest.RootElement.GetProperty("lost").TryGetProperty("lesions", out var lost) ? lost.GetInt64() : 0;
    }

    private string Convert(string input, string format, Func<ConversionOptions, ConversionOptions>? change = null, string name = "out")
    {
        var export = ExportRegistry.Find(format)!;
        var options = new ConversionOptions
        {
            Format = format,
            Output = Path.Combine(_folder.Path, name + (export.IsFolder ? string.Empty : export.Suffixes[0])),
            Overwrite = true,
            Verify = true,
            Jobs = 2,
        };
        ExportSample.Convert(input, change?.Invoke(options) ?? options);
        return options.Output;
    }
}
