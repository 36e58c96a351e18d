using System.Text.Json;
using LungSeg.Core.Bytes;
using LungSeg.Core.Datasets;
using LungSeg.Core.Formats.Arrays;
using LungSeg.Core.Model;
using LungSeg.Core.Tests.Fixtures;
using Xunit;

namespace LungSeg.Core.Tests.Formats.Folders;

/// <summary>Folders, values and digests are those of nibabel, numpy and Pillow (tests/interop/readers/make_folder_fixtures.py).</summary>
public sealed class FolderGoldenTests
{
    public static TheoryData<string, string> Folders { get; } =
        new()
        {
            { "nnunet_gz", "nnunet" },
            { "nnunet_volumes", "nnunet" },
            { "nnunet_packed_volumes", "nnunet" },
            { "nnunet_png", "nnunet" },
            { "nnunet_version_1", "nnunet" },
            { "png_folders", "png" },
            { "png_side_by_side", "png" },
            { "png_parts", "png" },
            { "png_parts_below", "png" },
        };

    [Theory]
    [MemberData(nameof(Folders))]
    public void Open_Folder_GivesTheRowsThatPythonSees(string name, string format)
    {
        var expected = BinaryFixtures.Folders[name].EnumerateArray().ToArray();
        using var dataset = Dataset.Open(BinaryFixtures.Folders.PathOf(name));
        var input = Assert.Single(dataset.Inputs);
        Assert.Equal((format, name, expected.Length), (input.Format, input.Stem, (int)input.RowCount));
        foreach (var (row, i) in dataset.Rows.Select((row, i) => (row, i)))
        {
            Assert.Equal(expected[i].GetProperty("file").GetString(), row.GetText(DatasetColumns.File));
            Assert.Equal(expected[i].GetProperty("part").GetString(), row.GetText(DatasetColumns.Part));
            Assert.Equal(expected[i].GetProperty("label").GetString(), row.LabelText);
            using var sample = row.Load();
            AssertArray(expected[i].GetProperty("hu_array_old"), sample, row.HuOld);
            AssertArray(expected[i].GetProperty("mask"), sample, row.Mask);
        }
    }

    /// <summary>nnU-Net keeps its data sets in a folder, which people hand over: it is read as the data set in it.</summary>
    [Theory]
    [InlineData("nnunet_gz")]
    [InlineData("nnunet_png")]
    public void Open_FolderAroundAnNnUnetDataSet_GivesItsRows(string name)
    {
        using var around = CopiedFolder.Of(name, "Dataset007_Copy");
        using var direct = Dataset.Open(BinaryFixtures.Folders.PathOf(name));
        using var dataset = Dataset.Open(around.Path);
        Assert.Equal(direct.Inputs[0].ColumnNames, dataset.Inputs[0].ColumnNames);
        Assert.Equal(direct.Inputs[0].Notes, dataset.Inputs[0].Notes);
        var expected = BinaryFixtures.Folders[name].EnumerateArray().ToArray();
        Assert.Equal(expected.Length, dataset.RowCount);
        foreach (var (row, i) in dataset.Rows.Select((row, i) => (row, i)))
        {
            Assert.Equal("Dataset007_Copy/" + expected[i].GetProperty("file").GetString(), row.GetText(DatasetColumns.File));
            Assert.Equal(expected[i].GetProperty("part").GetString(), row.GetText(DatasetColumns.Part));
            Assert.Equal(expected[i].GetProperty("label").GetString(), row.LabelText);
            using var sample = row.Load();
            AssertArray(expected[i].GetProperty("hu_array_old"), sample, row.HuOld);
            AssertArray(expected[i].GetProperty("mask"), sample, row.Mask);
        }
    }

    [Fact]
    public void Open_FolderAroundSeveralNnUnetDataSets_NamesOne()
    {
        using var around = CopiedFolder.Of("nnunet_gz", "Dataset007_Copy");
        foreach (var file in new[] { "dataset.json", "imagesTr/a_0000.nii.gz" })
        {
            around.Write("Dataset008_Other/" + file, []);
        }
        var error = Assert.Throws<DatasetFormatException>(() => Dataset.Open(around.Path));
        Assert.Equal(Fault.WrongFormat, error.Fault);
        Assert.Contains(Path.Combine(around.Path, "Dataset007_Copy"), error.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_Volumes_AreReadInAnyOrderAndByManyThreads()
    {
        var expected = BinaryFixtures.Folders["nnunet_packed_volumes"].EnumerateArray().ToArray();
        using var dataset = Dataset.Open(BinaryFixtures.Folders.PathOf("nnunet_packed_volumes"));
        Parallel.For(
            0,
            400,
            i =>
            {
                var at = i * 5 % expected.Length;
                using var sample = dataset[at].Load();
                AssertArray(expected[at].GetProperty("hu_array_old"), sample, dataset[at].HuOld);
                AssertArray(expected[at].GetProperty("mask"), sample, dataset[at].Mask);
            }
        );
    }

    [Fact]
    public void Open_Columns_AreThoseThatTheFolderHas()
    {
        Assert.Equal(["label1", "mask", "hu_array_old", "file", "part"], Columns("nnunet_gz"));
        Assert.Equal(
            [
                "label1",
                "mask",
                "hu_array_old",
                "file",
                "part",
                "row_spacing_mm",
                "column_spacing_mm",
                "image_position_mm",
                "image_orientation",
            ],
            Columns("nnunet_volumes")
        );
        Assert.Equal(["mask", "hu_array_old", "file"], Columns("png_folders"));
        using var dataset = Dataset.Open(BinaryFixtures.Folders.PathOf("nnunet_volumes"));
        Assert.Equal(
            (0.5, 0.75),
            (dataset[4].GetNumber(DatasetColumns.RowSpacingMm), dataset[4].GetNumber(DatasetColumns.ColumnSpacingMm))
        );
    }

    [Fact]
    public void Open_WhatIsOdd_IsNoted()
    {
        Assert.Empty(Notes("nnunet_gz"));
        Assert.Empty(Notes("png_parts"));
        Assert.Equal(2, Notes("png_folders").Count);
        Assert.Contains("no manifest.json", Notes("png_folders")[0], StringComparison.Ordinal);
        Assert.StartsWith("1 PNG files are no image", Notes("png_folders")[1], StringComparison.Ordinal);
    }

    private static IReadOnlyList<string> Notes(string name)
    {
        using var dataset = Dataset.Open(BinaryFixtures.Folders.PathOf(name));
        return dataset.Inputs[0].Notes;
    }

    private static IReadOnlyList<string> Columns(string name)
    {
        using var dataset = Dataset.Open(BinaryFixtures.Folders.PathOf(name));
        return dataset.Inputs[0].ColumnNames;
    }

    internal static void AssertArray(JsonElement expected, CtSample sample, ArrayInfo? array)
    {
        if (expected.ValueKind == JsonValueKind.Null)
        {
            Assert.Null(array);
            return;
        }

        Assert.NotNull(array);
        Assert.Equal(expected.GetProperty("dtype").GetString(), array.DType.Name);
        ArrayAssert.HasBytes(expected.GetProperty("sha256").GetString()!, sample, array);
    }
}
