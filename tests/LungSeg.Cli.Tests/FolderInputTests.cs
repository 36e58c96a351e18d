using System.Text.Json;
using LungSeg.Core.Datasets;
using LungSeg.Core.Model;
using Xunit;

namespace LungSeg.Cli.Tests;

/// <summary>Folders and NIfTI files as inputs of a command; what is in them is known from make_folder_fixtures.py.</summary>
public sealed class FolderInputTests
{
    private static readonly string Fixtures = Path.Combine(CliRun.Root, "tests", "LungSeg.Core.Tests", "Fixtures");

    private static string Folder(string name) => Path.Combine(Fixtures, "Folders", name);

    [Fact]
    public void Inspect_NnUnetFolder_ShowsItsRows()
    {
        var run = CliRun.Of("inspect", "--json", Folder("nnunet_gz"));
        Assert.Equal(0, run.Code);
        using var json = JsonDocument.Parse(run.Out);
        var root = json.RootElement;
        Assert.Equal(("nnunet", 5), (root.GetProperty("format").GetString(), root.GetProperty("rows").GetInt32()));
        Assert.Equal("nnunet_gz", root.GetProperty("inputs")[0].GetProperty("stem").GetString());
        Assert.Equal(
            ["label1", "mask", "hu_array_old", "file", "part"],
            root.GetProperty("columns").EnumerateArray().Select(column => column.GetProperty("name").GetString())
        );
    }

    [Fact]
    public void ConvertToMonai_AndReadBack_KeepsPixelsLabelsAndParts()
    {
        using var folder = new TemporaryFolder();
        var output = folder["set"];
        Assert.Equal(0, CliRun.Of("convert", CliRun.Sample, "-o", output, "--to", "monai", "--rows", "0,4,11", "-q").Code);
        using var source = Dataset.Open(CliRun.Sample);
        using var back = Dataset.Open(output);
        Assert.Equal("monai", back.Inputs[0].Format);
        foreach (var (row, number) in new[] { 0, 4, 11 }.Index().Select(pair => (back[pair.Index], pair.Item)))
        {
            using var found = row.Load();
            using var expected = source[number].Load();
            Assert.Equal(source[number].LabelText, row.LabelText);
            Assert.Equal("train", row.GetText(DatasetColumns.Part));
            Assert.Equal(expected.ReadValues(source[number].HuOld!), found.ReadValues(row.HuOld!));
            Assert.Equal(expected.ReadValues(source[number].Mask!), found.ReadValues(row.Mask!));
        }
    }

    [Theory]
    [InlineData(
        "it lists ../a.nii.gz, which is not in the folder",
        """{"training": [{"image": "train_00000.nii.gz"}, {"image": "../a.nii.gz"}]}"""
    )]
    [InlineData("it lists /etc/passwd, which is not in the folder", """{"testing": ["train_00000.nii.gz", "/etc/passwd"]}""")]
    [InlineData(
        "an element of training has no single path as its image",
        """{"training": [{"image": "train_00000.nii.gz"}, {"image": ["a.nii.gz", "b.nii.gz"]}]}"""
    )]
    [InlineData(
        "the case of b.nii.gz has 'age' twice",
        """{"training": [{"image": "train_00000.nii.gz"}, {"image": "b.nii.gz", "age": 1, "age": 2}]}"""
    )]
    public void MonaiDatalistOfOtherFiles_IsDamaged(string message, string list)
    {
        using var folder = new TemporaryFolder();
        File.Copy(Path.Combine(Folder("nnunet_gz"), "labelsTr", "train_00000.nii.gz"), folder["train_00000.nii.gz"]);
        File.WriteAllText(folder["dataset.json"], list);
        var run = CliRun.Of("inspect", folder[string.Empty]);
        Assert.Equal(3, run.Code);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Inspect_Masks_GivesRowsTheirMasks()
    {
        var run = CliRun.Of("inspect", "--jsonl", "--masks", Folder("masks_by_row"), Path.Combine(Fixtures, "Nifti", "int16_little.nii"));
        Assert.Equal(0, run.Code);
        Assert.Equal(
            [true, false, true],
            run.Lines.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("arrays").TryGetProperty("mask", out _))
        );
    }

    [Fact]
    public void Inspect_MasksOfNoRow_IsBadInputAndAMissingFolderWrongUse()
    {
        var run = CliRun.Of("inspect", "--masks", Folder("masks_by_row"), Folder("nnunet_gz"));
        Assert.Equal(3, run.Code);
        Assert.Contains("imagesTr/train_00000_0000.png", run.Error, StringComparison.Ordinal);
        Assert.Equal(2, CliRun.Of("inspect", "--masks", Folder("nowhere"), Folder("nnunet_gz")).Code);
    }

    [Fact]
    public void Inspect_FolderOfNothing_NamesTheLayouts()
    {
        var run = CliRun.Of("inspect", Folder("masks_by_row"));
        Assert.Equal(3, run.Code);
        Assert.Contains("nnunet, dicom, nifti, metaimage, tiff, png, webdataset, npy", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Inspect_FromPng_ReadsImagesWithoutMasks() =>
        Assert.Contains(
            "\"rows\": 2,\n",
            CliRun.Of("inspect", "--json", "--from", "png", Folder("masks_by_row")).Out,
            StringComparison.Ordinal
        );

    [Fact]
    public void FolderWithALinkToNowhere_IsReadAndExitsWith3()
    {
        using var folder = new TemporaryFolder();
        var images = Directory.CreateDirectory(folder["set/images"]).FullName;
        File.CreateSymbolicLink(Path.Combine(images, "a.png"), Path.Combine(Folder("masks_by_row"), "int16_little_00000.png"));
        File.CreateSymbolicLink(Path.Combine(images, "b.png"), "gone.png");
        var run = CliRun.Of("inspect", "--jsonl", "--from", "png", folder["set"]);
        Assert.Equal(3, run.Code);
        Assert.Contains("\"row\":\"set:0\"", Assert.Single(run.Lines), StringComparison.Ordinal);
        Assert.Equal($"lungseg: {folder["set"]}: folder: an entry cannot be read: images/b.png (a link to nowhere)\n", run.Error);
        Assert.Equal(3, CliRun.Of("convert", "--from", "png", folder["set"], "-o", folder["out.npz"], "--quiet").Code);
        Assert.False(File.Exists(folder["out.npz"]));
    }
}
