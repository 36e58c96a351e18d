using System.Text.Json;
using Xunit;

namespace LungSeg.Cli.Tests;

/// <summary>What the outputs hold is compared with their real readers by tests/interop/convert.</summary>
public sealed class ConvertTests
{
    [Theory]
    [InlineData("out.pkl")]
    [InlineData("out.pkl.gz")]
    [InlineData("out.npz")]
    [InlineData("out", "--to", "npy")]
    [InlineData("out", "--to", "png", "--size", "64")]
    [InlineData("out", "--to", "png16")]
    public void Convert_ReadableFormats_AreVerified(string name, params string[] more)
    {
        using var folder = new TemporaryFolder();
        var run = CliRun.Of(["convert", CliRun.Sample, "-o", folder[name], "--rows", "0,7", "--verify", .. more]);
        Assert.Equal((0, string.Empty), (run.Code, run.Out));
        Assert.Contains(", verified", run.Error, StringComparison.Ordinal);
    }

    /// <summary>The native build cannot hold the HDF5 library; it must say so instead of failing half-way.</summary>
    [Theory]
    [InlineData("npz", 1)]
    [InlineData("nifti", 0)]
    public void Convert_HuArrayThatIsMade_IsSaidOnce(string format, int times)
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(0, CliRun.Of("convert", CliRun.Sample, "-o", folder["p"], "--to", "png16", "--rows", "0..1", "-q").Code);
        const string Note = "lungseg: the inputs have no hu_array: it is made of hu_array_old by published\n";
        var run = CliRun.Of("convert", folder["p"], "-o", folder["x"], "--to", format);
        Assert.Equal((0, times), (run.Code, run.Error.Split(Note).Length - 1));
        run = CliRun.Of("convert", folder["p"], "-o", folder["y"], "--to", "npz", "--hu-array", "none");
        Assert.Equal((0, 0), (run.Code, run.Error.Split("hu_array: it is made").Length - 1));
    }

    [Fact]
    public void Convert_Hdf5_IsVerifiedOrRefusedByTheNativeBuild()
    {
        using var folder = new TemporaryFolder();
        var run = CliRun.Of("convert", CliRun.Sample, "-o", folder["out.h5"], "--rows", "0", "--verify");
        if (CliRun.Program is null)
        {
            Assert.Equal((0, string.Empty), (run.Code, run.Out));
            Assert.Contains(", verified", run.Error, StringComparison.Ordinal);
            return;
        }

        Assert.Equal(
            new CliRun(
                2,
                string.Empty,
                "lungseg: --to: hdf5 is not written by this build: the HDF5 library needs the .NET runtime; use the build that is not "
                    + "native, or write npz\n"
            ),
            run
        );
        Assert.Empty(folder.Names);
    }

    [Fact]
    public void Convert_PickleAndBack_KeepsEveryArrayAndLabel()
    {
        using var folder = new TemporaryFolder();
        CliRun.Of("convert", CliRun.Sample, "-o", folder["demo.npz"], "--quiet");
        CliRun.Of("convert", folder["demo.npz"], "-o", folder["demo.pkl"], "--quiet");
        var check = CliRun.Of("threshold", "--check", folder["demo.pkl"], "--json");
        Assert.Equal(0, check.Code);
        using var json = JsonDocument.Parse(check.Out);
        Assert.Equal(12, json.RootElement.GetProperty("methods").GetProperty("published").GetProperty("identical_rows").GetInt32());
    }

    [Theory]
    [InlineData("png16", "hu_array")]
    [InlineData("png16", "hu_array_old")]
    [InlineData("nnunet", "hu_array_old")]
    public void Convert_Folder_IsReadBackUnderItsColumnWithItsLabels(string format, string column)
    {
        using var folder = new TemporaryFolder();
        CliRun.Of("convert", CliRun.Sample, "-o", folder["out"], "--to", format, "--image", column, "--rows", "0,11", "--quiet");
        var set = format == "nnunet" ? folder["out/Dataset501_LungSeg"] : folder["out"];
        using var json = JsonDocument.Parse(CliRun.Of("inspect", "--json", set).Out);
        Assert.Contains(
            column,
            json.RootElement.GetProperty("columns").EnumerateArray().Select(found => found.GetProperty("name").GetString())
        );
        Assert.Equal(["LR2", "LR4B"], json.RootElement.GetProperty("classes").EnumerateObject().Select(found => found.Name));
    }

    [Fact]
    public void Convert_ColumnsThatTheFormatLacks_AreNamedInOneNote()
    {
        using var folder = new TemporaryFolder();
        string[] convert = ["convert", PickleWithAColumn(folder), "--to", "png", "-o"];
        var noted = CliRun.Of([.. convert, folder["a"]]);
        Assert.Equal(0, noted.Code);
        Assert.Contains("lungseg: png holds no further columns of its input; left out: age\n", noted.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("age", CliRun.Of([.. convert, folder["b"], "--columns-only"]).Error, StringComparison.Ordinal);
        foreach (var output in (string[])["a", "b"])
        {
            using var json = JsonDocument.Parse(File.ReadAllText(folder[output + "/manifest.json"]));
            Assert.Equal("age", Assert.Single(json.RootElement.GetProperty("columns_left_out").EnumerateArray()).GetString());
            Assert.Equal(output == "b", json.RootElement.GetProperty("command").TryGetProperty("columns_only", out _));
        }
    }

    /// <summary>The sample's first row as the dict of columns that Python would write in protocol 0, with a column more.</summary>
    private static string PickleWithAColumn(TemporaryFolder folder)
    {
        const string Slice = "(lp0\n(lp1\nI1\naI-900\naa(lp2\nI40\naI-1000\naa";
        var mask = Slice.Replace("-900", "0").Replace("40", "0").Replace("-1000", "1");
        File.WriteAllText(
            folder["age.pkl"],
            $"(dp9\nVlabel1\n(lp8\nVLR2\nasVmask\n(lp7\n{mask}asVhu_array\n(lp6\n{Slice}"
                + $"asVhu_array_old\n(lp5\n{Slice}asVage\n(lp4\nI61\nas."
        );
        return folder["age.pkl"];
    }

    [Fact]
    public void Convert_Manifest_NamesInputsParametersAndFiles()
    {
        using var folder = new TemporaryFolder();
        CliRun.Of("convert", CliRun.Sample, "-o", folder["out"], "--to", "png", "--rows", "3", "--window", "-1000..400", "--quiet");
        using var json = JsonDocument.Parse(File.ReadAllText(folder["out/manifest.json"]));
        var root = json.RootElement;
        Assert.Equal("lungseg/manifest/2", root.GetProperty("schema").GetString());
        var sha = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(CliRun.Sample)));
        Assert.Equal(sha, root.GetProperty("inputs")[0].GetProperty("sha256").GetString());
        Assert.Equal("-1000..400", root.GetProperty("command").GetProperty("window").GetString());
        Assert.Equal(
            ["images/demo_00003.png", "masks/demo_00003.png"],
            root.GetProperty("rows")[0].GetProperty("files").EnumerateArray().Select(file => file.GetString())
        );
        Assert.Equal("demo:3", root.GetProperty("rows")[0].GetProperty("row").GetString());
    }

    [Theory]
    [InlineData("the name", "-o", "out")]
    [InlineData("format 'bmp' cannot be written", "-o", "out", "--to", "bmp")]
    [InlineData("holds HU, no grey values", "-o", "out.npz", "--window", "lung")]
    [InlineData("--dtype: png leaves no choice of dtype", "-o", "out", "--to", "png", "--dtype", "int16")]
    [InlineData("npz is not packed as .gz; leave out the suffix", "-o", "out.npz.gz", "--to", "npz")]
    [InlineData("-o - means standard output", "-o", "-", "--to", "npz")]
    [InlineData("--size: size is 0, expected 1 to", "-o", "out", "--to", "png", "--size", "0")]
    [InlineData("holds slices as they are", "-o", "out.pkl", "--size", "64")]
    [InlineData("--resample says how --size scales: give --size N", "-o", "out", "--to", "png", "--resample", "area")]
    [InlineData("--window is 'wide'", "-o", "out", "--to", "png", "--window", "wide")]
    [InlineData("--label-map:", "-o", "out.csv", "--label-map", "LR9=1")]
    [InlineData("give -o OUT")]
    public void Convert_WhatCannotBe_IsAUsageErrorAndWritesNothing(string message, params string[] args)
    {
        using var folder = new TemporaryFolder();
        var run = CliRun.Of([
            "convert",
            CliRun.Sample,
            .. args.Select(arg => arg.StartsWith("out", StringComparison.Ordinal) ? folder[arg] : arg),
        ]);
        Assert.Equal(2, run.Code);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.Empty(folder.Names);
    }

    [Theory]
    [InlineData("png", "pickle", "--protocol", "5")]
    [InlineData("png", "nifti, nnunet, monai", "--uncompressed")]
    [InlineData("nifti", "nnunet", "--dataset-id", "501")]
    [InlineData("png", "webdataset, hf-parquet", "--shard-size", "5")]
    [InlineData("png", "coco, yolo", "--classes", "lungrads")]
    [InlineData("yolo", "coco", "--coco-seg", "rle")]
    [InlineData("npy", "png, png16, tiff, hf, hf-parquet", "--mask-value", "1")]
    [InlineData("nifti", "pickle, npz, parquet, hdf5", "--hu-array", "refined")]
    [InlineData(
        "npz",
        "npy, png, png16, tiff, webdataset, csv, coco, yolo, hf, hf-parquet, nifti, nnunet, monai, dicom, dicom-seg",
        "--image",
        "hu_array"
    )]
    [InlineData(
        "pickle",
        "npy, png, png16, tiff, webdataset, parquet, csv, coco, yolo, hf, hf-parquet, nifti, nnunet, monai, dicom, dicom-seg",
        "--label-map",
        "LR2=0,LR3..=1"
    )]
    public void Convert_OptionOfOtherFormats_IsAUsageErrorThatNamesThem(string format, string takers, params string[] option)
    {
        using var folder = new TemporaryFolder();
        var run = CliRun.Of(["convert", CliRun.Sample, "-o", folder["out"], "--to", format, .. option]);
        Assert.Equal(new CliRun(2, string.Empty, $"lungseg: {format} makes no use of {option[0]}, which is for {takers}\n"), run);
        Assert.Empty(folder.Names);
    }

    [Theory]
    [InlineData("pickle")]
    [InlineData("npz")]
    [InlineData("dicom")]
    public void Convert_SplitWithAnyFormat_IsTaken(string format)
    {
        using var folder = new TemporaryFolder();
        CliRun.Of("split", CliRun.Sample, "-o", folder["split.csv"], "--quiet");
        Assert.Equal(
            0,
            CliRun.Of("convert", CliRun.Sample, "-o", folder["out"], "--to", format, "--split", folder["split.csv"], "--rows", "0").Code
        );
    }

    [Fact]
    public void Convert_ExistingOutput_NeedsForce()
    {
        using var folder = new TemporaryFolder();
        string[] args = ["convert", CliRun.Sample, "-o", folder["out"], "--to", "png", "--rows", "0"];
        Assert.Equal(0, CliRun.Of(args).Code);
        var again = CliRun.Of(args);
        Assert.Equal(4, again.Code);
        Assert.Contains("exists and may not be replaced; choose another name or use --force", again.Error, StringComparison.Ordinal);
        Assert.Equal(0, CliRun.Of([.. args, "--force"]).Code);
        Assert.Equal([folder["out"]], Directory.GetFileSystemEntries(folder[string.Empty].TrimEnd('/')));
    }

    [Fact]
    public void Convert_FractionsAsInt16_AreAnInputErrorAndLeaveNothing()
    {
        using var folder = new TemporaryFolder();

        // numpy.save of float64 [[0.5, 1], [2, 3]].
        var header = "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 2), }".PadRight(117) + "\n";
        byte[] npy =
        [
            0x93,
            .. "NUMPY"u8,
            1,
            0,
            118,
            0,
            .. System.Text.Encoding.ASCII.GetBytes(header),
            .. new[] { 0.5, 1, 2, 3 }.SelectMany(BitConverter.GetBytes),
        ];
        var path = folder.Write("half.npy", npy);
        var run = CliRun.Of("convert", path, "-o", folder["out"], "--to", "npy", "--dtype", "int16");
        Assert.Equal(3, run.Code);
        Assert.Contains("row half:0 has HU 0.5 at pixel 0, which is no int16", run.Error, StringComparison.Ordinal);
        Assert.Equal(["half.npy"], folder.Names);
    }
}
