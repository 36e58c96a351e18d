using System.Text.Json;
using LungSeg.Core.Bytes;
using LungSeg.Core.Conversion;
using LungSeg.Core.Datasets;
using LungSeg.Core.Model;
using LungSeg.Core.Tests.Bytes.Compression;
using Xunit;

namespace LungSeg.Core.Tests.Conversion;

/// <summary>
/// What the training formats make of splits, classes and names; their pixels are checked with real clients in tests/interop/convert.
/// </summary>
public sealed class TrainingExportTests : IDisposable
{
    private static readonly Dictionary<string, RowPlace> Parts = new()
    {
        ["set:0"] = new("train", null, "g0001"),
        ["set:1"] = new("val", null, "g0002"),
        ["set:2"] = new("test", null, "g0003"),
    };
    private static readonly Dictionary<string, RowPlace> Folds = new()
    {
        ["set:0"] = new(null, 0, "g0001"),
        ["set:1"] = new(null, 1, "g0002"),
        ["set:2"] = new("test", null, "g0003"),
    };
    private readonly TemporaryFolder _folder = new();
    private readonly string _input;

    public TrainingExportTests() => _input = ExportSample.Write(Path.Combine(_folder.Path, "set.pkl"));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void NnUnet_Parts_GiveTrTsAndOneFold()
    {
        var files = Write("nnunet", options => options with { Split = Parts, NnUnetId = 7 });
        Assert.Equal(
            [
                "Dataset007_LungSeg/classes.csv",
                "Dataset007_LungSeg/dataset.json",
                "Dataset007_LungSeg/imagesTr/set_00000_0000.nii.gz",
                "Dataset007_LungSeg/imagesTr/set_00001_0000.nii.gz",
                "Dataset007_LungSeg/imagesTs/set_00002_0000.nii.gz",
                "Dataset007_LungSeg/labelsTr/set_00000.nii.gz",
                "Dataset007_LungSeg/labelsTr/set_00001.nii.gz",
                "Dataset007_LungSeg/labelsTs/set_00002.nii.gz",
                "Dataset007_LungSeg/splits_final.json",
                "manifest.json",
            ],
            files.Keys
        );
        var fold = Assert.Single(Json(files, "Dataset007_LungSeg/splits_final.json").EnumerateArray());
        Assert.Equal(["set_00000"], Texts(fold.GetProperty("train")));
        Assert.Equal(["set_00001"], Texts(fold.GetProperty("val")));
        Assert.Equal(2, Json(files, "Dataset007_LungSeg/dataset.json").GetProperty("numTraining").GetInt32());
    }

    /// <summary>In the order of what was converted, with parts that <c>imagesTr</c> and <c>imagesTs</c> alone do not tell.</summary>
    [Theory]
    [InlineData("nnunet")]
    [InlineData("monai")]
    public void Output_OfParts_IsReadInTheOrderOfItsInput(string format)
    {
        var split = new Dictionary<string, RowPlace>
        {
            ["set:0"] = new("test", null, null),
            ["set:1"] = new("val", null, null),
            ["set:2"] = new("train", null, null),
        };
        Write(format, options => options with { Split = split });
        using var dataset = Dataset.Open(ExportSample.OptionsOf(format, _folder.Path).Output);
        Assert.Equal(["test", "val", "train"], dataset.Rows.Select(row => row.GetText(DatasetColumns.Part)));
        Assert.DoesNotContain(dataset.Inputs[0].Notes, note => note.Contains("left out", StringComparison.Ordinal));
    }

    [Fact]
    public void NnUnet_Folds_LeaveTestCasesOut()
    {
        var files = Write("nnunet", options => options with { Split = Folds });
        var folds = Json(files, "Dataset501_LungSeg/splits_final.json").EnumerateArray().ToArray();
        Assert.Equal(
            [
                ["set_00001"],
                ["set_00000"],
            ],
            folds.Select(fold => Texts(fold.GetProperty("train")))
        );
        Assert.Equal(
            [
                ["set_00000"],
                ["set_00001"],
            ],
            folds.Select(fold => Texts(fold.GetProperty("val")))
        );
    }

    [Fact]
    public void NnUnet_WithoutSplit_LeavesFoldsToNnUnet() =>
        Assert.DoesNotContain("Dataset501_LungSeg/splits_final.json", Write("nnunet", options => options).Keys);

    [Fact]
    public void Monai_Folds_StandInItsLists()
    {
        var list = Json(Write("monai", options => options with { Split = Folds }), "dataset.json");
        Assert.Equal([0, 1], list.GetProperty("training").EnumerateArray().Select(item => item.GetProperty("fold").GetInt32()));
        Assert.Equal(
            "test/images/set_00002.nii.gz",
            Assert.Single(list.GetProperty("testing").EnumerateArray()).GetProperty("image").GetString()
        );
        Assert.Equal(1, list.GetProperty("numTest").GetInt32());
        Assert.Equal(0, list.GetProperty("validation").GetArrayLength());
    }

    [Fact]
    public void Coco_Parts_ShareNumbersOfImagesAndCategories()
    {
        var files = Write("coco", options => options with { Split = Parts });
        var (train, val, test) = (
            Json(files, "annotations/instances_train.json"),
            Json(files, "annotations/instances_val.json"),
            Json(files, "annotations/instances_test.json")
        );
        Assert.Equal(
            ["LR2", "LR3", "LR4A"],
            train.GetProperty("categories").EnumerateArray().Select(category => category.GetProperty("name").GetString())
        );

        // By hand: the first lesion is 70 - 9 + 6 px, joined at a corner; the pixel beside it is another instance.
        Assert.Equal([67, 1], train.GetProperty("annotations").EnumerateArray().Select(item => item.GetProperty("area").GetInt32()));
        Assert.Equal("[6,4,13,9]", train.GetProperty("annotations")[0].GetProperty("bbox").GetRawText());
        Assert.Equal(0, val.GetProperty("annotations").GetArrayLength());
        Assert.Equal(2, Assert.Single(val.GetProperty("images").EnumerateArray()).GetProperty("id").GetInt32());
        var last = Assert.Single(test.GetProperty("annotations").EnumerateArray());
        Assert.Equal(
            (3, 3, 3),
            (last.GetProperty("id").GetInt32(), last.GetProperty("image_id").GetInt32(), last.GetProperty("category_id").GetInt32())
        );
        Assert.True(files.ContainsKey("images/test/set_00002.png"));
    }

    [Fact]
    public void Coco_OneClass_NeedsNoLabels()
    {
        var unlabelled = new[] { "x", "", "y" };
        var input = ExportSample.Write(Path.Combine(_folder.Path, "unlabelled.pkl"), unlabelled);
        var options = ExportSample.OptionsOf("coco", _folder.Path) with { LungRadsCategories = false, Labels = LabelMap.Parse("LR2=0") };
        ExportSample.Convert(input, options);
        var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(options.Output, "annotations/instances.json"))).RootElement;
        Assert.Equal("cancer", Assert.Single(document.GetProperty("categories").EnumerateArray()).GetProperty("name").GetString());

        var error = Assert.Throws<DatasetFormatException>(() =>
            ExportSample.Convert(input, options with { LungRadsCategories = true, Overwrite = true })
        );
        Assert.Contains("unlabelled:0", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Hf_LabelMap_StandsInTheManifest()
    {
        var manifest = Json(Write("hf", options => options with { Labels = LabelMap.Parse("LR2=0,LR3..=1") }), "manifest.json");
        Assert.Equal("LR2=0,LR3..=1", manifest.GetProperty("command").GetProperty("label_map").GetString());
    }

    [Fact]
    public void CocoPolygons_HolesAndParts_AreVerifiedAndReported()
    {
        var files = Write("coco", options => options with { CocoPolygons = true, Verify = true });
        Assert.Equal(1, Json(files, "manifest.json").GetProperty("polygon_dice_min").GetDouble());
    }

    [Fact]
    public void Yolo_RowWithoutLesion_HasAnEmptyFile()
    {
        var files = Write("yolo", options => options with { Split = Parts });
        Assert.Empty(files["labels/val/set_00001.txt"]);
        Assert.Equal(2, files["labels/train/set_00000.txt"].AsSpan().Count((byte)'\n'));
        Assert.Equal(1, Json(files, "manifest.json").GetProperty("polygon_dice_mean").GetDouble());
    }

    [Fact]
    public void Hf_Table_StandsInEachSplitWithTheSameFields()
    {
        var files = Write("hf", options => options with { Split = Parts });
        var fields = new[] { "train", "val", "test" }
            .Select(part => Json(files, part + "/metadata.jsonl").EnumerateObject().Select(field => field.Name).ToArray())
            .ToArray();
        Assert.Equal(["file_name", "mask_file_name", "row", "label1", "class", "class_id", "part", "group", "lesion_px"], fields[0]);
        Assert.All(fields, other => Assert.Equal(fields[0], other));
        Assert.Contains("license: other\n", System.Text.Encoding.UTF8.GetString(files["README.md"]), StringComparison.Ordinal);
    }

    [Fact]
    public void NnUnet_LabelsThatCsvQuotes_AreReadBack()
    {
        string[] labels = ["a,\"b\"\nc", " LR3; late ", "\u00dcn\u00ef\t\u2603"];
        var options = ExportSample.OptionsOf("nnunet", _folder.Path);
        ExportSample.Convert(ExportSample.Write(Path.Combine(_folder.Path, "odd.pkl"), labels), options);
        using var read = Dataset.Open(Path.Combine(options.Output, "Dataset501_LungSeg"));
        Assert.Equal(labels, read.Rows.Select(row => row.LabelText));
        Assert.DoesNotContain(read.Inputs[0].Notes, note => note.Contains("classes.csv", StringComparison.Ordinal));
    }

    /// <summary>folder_based_builder.py: the first table's features are compared with those of each other one.</summary>
    [Fact]
    public void Hf_ColumnThatAPartHasNoValueOf_HasOneTypeInAllParts()
    {
        var input = ExportSample.Write(Path.Combine(_folder.Path, "torn.pkl"), ["LR2", "none", "LR3"]);
        var options = ExportSample.OptionsOf("hf", _folder.Path) with
        {
            Labels = LabelMap.Parse("LR2=0,LR3=1"),
            Split = new Dictionary<string, RowPlace>
            {
                ["torn:0"] = new("train", 0, "g0001"),
                ["torn:1"] = new("val", null, null),
                ["torn:2"] = new("test", null, "g0003"),
            },
        };
        ExportSample.Convert(input, options);
        var files = ExportSample.FilesIn(options.Output);
        string[][] expected =
        [
            [
                "row \"torn:0\"",
                "label1 \"LR2\"",
                "class \"0\"",
                "class_id 0",
                "part \"train\"",
                "fold 0",
                "group \"g0001\"",
                "lesion_px 68",
            ],
            ["row \"torn:1\"", "label1 \"none\"", "class \"\"", "class_id -1", "part \"val\"", "fold -1", "group \"\"", "lesion_px 0"],
            [
                "row \"torn:2\"",
                "label1 \"LR3\"",
                "class \"1\"",
                "class_id 1",
                "part \"test\"",
                "fold -1",
                "group \"g0003\"",
                "lesion_px 140",
            ],
        ];
        Assert.Equal(
            expected,
            new[] { "train", "val", "test" }.Select(part =>
                Json(files, part + "/metadata.jsonl")
                    .EnumerateObject()
                    .Skip(2)
                    .Select(field => $"{field.Name} {field.Value.GetRawText()}")
                    .ToArray()
            )
        );
    }

    [Fact]
    public void Nifti_Uncompressed_HasPlainFiles()
    {
        var files = Write("nifti", options => options with { NiftiGzip = false, Verify = true });
        Assert.Equal(352 + (ExportSample.Rows * ExportSample.Columns * 2), files["images/set_00000.nii"].Length);
        Assert.Equal(352 + (ExportSample.Rows * ExportSample.Columns), files["masks/set_00000.nii"].Length);
    }

    private static string?[] Texts(JsonElement array) => [.. array.EnumerateArray().Select(item => item.GetString())];

    private static JsonElement Json(SortedDictionary<string, byte[]> files, string name) => JsonDocument.Parse(files[name]).RootElement;

    private SortedDictionary<string, byte[]> Write(string format, Func<ConversionOptions, ConversionOptions> change)
    {
        var options = change(ExportSample.OptionsOf(format, _folder.Path));
        ExportSample.Convert(_input, options);
        return ExportSample.FilesIn(options.Output);
    }
}
