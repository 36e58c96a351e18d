using System.Text.Json;
using LungSeg.Core.Datasets;
using LungSeg.Core.Model;
using Xunit;

namespace LungSeg.Cli.Tests;

/// <summary>The shared cases of places and classes of masks, whose answers were computed by pydicom and nibabel.</summary>
public sealed class ImagingCasesTests
{
    [Theory]
    [InlineData("seg_flip")]
    [InlineData("seg_transp")]
    [InlineData("seg_shift")]
    [InlineData("seg_allsrc")]
    [InlineData("seg_oneref")]
    public void Convert_Segmentation_PutsItsPixelsWherePydicomDoes(string name)
    {
        using var folder = new TemporaryFolder();
        var output = folder["out.npz"];
        Assert.Equal(0, CliRun.Of("convert", Case(name), "-o", output).Code);
        using var expected = JsonDocument.Parse(File.ReadAllBytes(Case("expected.json")));
        var answer = expected.RootElement.GetProperty(name).GetProperty("convert to npz (rows by position)");
        using var dataset = Dataset.Open(output);
        var positions = answer.GetProperty("positions_mm").EnumerateArray().Select(Numbers).ToArray();
        Assert.Equal(positions, dataset.Rows.Select(row => SlicePlace.ParseNumbers(row.GetText(DatasetColumns.ImagePositionMm), 3)!));
        var pixels = answer.GetProperty("mask_pixels").EnumerateArray();
        Assert.Equal(pixels.Select(slice => slice.EnumerateArray().Select(Numbers).ToArray()).ToArray(), dataset.Rows.Select(Pixels));
    }

    [Fact]
    public void Convert_ChosenRowsInTheContextOfTheScan_SeeTheirNeighbours()
    {
        // In these two slices, a piece of lung is kept only since it lies over one in the next slice, which is not chosen.
        const string Rows = "33,49";
        var series = Path.Combine(Shared(), "..", "data", "dicom-series", "LIDC-IDRI-0001");
        using var folder = new TemporaryFolder();
        string[] words = ["convert", series, "--to", "npz", "--hu-array", "refined", "-q"];
        Assert.Equal(0, CliRun.Of([.. words, "-o", folder["whole.npz"], "--rows", "30..50", "--context", "scan"]).Code);
        Assert.Equal(0, CliRun.Of([.. words, "-o", folder["scan.npz"], "--rows", Rows, "--context", "scan"]).Code);
        Assert.Equal(0, CliRun.Of([.. words, "-o", folder["slice.npz"], "--rows", Rows]).Code);
        using var whole = Dataset.Open(folder["whole.npz"]);
        using var scan = Dataset.Open(folder["scan.npz"]);
        using var slice = Dataset.Open(folder["slice.npz"]);
        Assert.Equal([Hu(whole[3]), Hu(whole[19])], scan.Rows.Select(Hu));
        Assert.All(Enumerable.Range(0, 2), row => Assert.NotEqual(Hu(slice[row]), Hu(scan[row])));
    }

    [Fact]
    public void Convert_RasImage_KeepsItsMillimetres()
    {
        using var folder = new TemporaryFolder();
        var output = folder["out"];
        Assert.Equal(0, CliRun.Of("convert", Path.Combine(Case("nii_RAS"), "a.nii.gz"), "-o", output, "--to", "nifti").Code);
        using var dataset = Dataset.Open(Path.Combine(output, "images", "a_00000.nii.gz"));

        // nibabel's array [1, 2, 0] is pixel [2, 1]; (-9.3, -18.6, -30) in RAS.
        AssertNear(new(9.3, 18.6, -30), dataset[0].Place!.At(2, 1));
    }

    [Theory]
    [InlineData("nifti", "images/iop_ffs_00001.nii.gz")]
    [InlineData("monai", "images/iop_ffs_00001.nii.gz")]
    [InlineData("nnunet", "Dataset501_LungSeg/imagesTr/iop_ffs_00001_0000.nii.gz")]
    public void Convert_FeetFirst_KeepsItsMillimetres(string format, string image)
    {
        using var folder = new TemporaryFolder();
        var output = folder["out"];
        Assert.Equal(0, CliRun.Of("convert", Case("iop_ffs"), "-o", output, "--to", format).Code);
        using var dataset = Dataset.Open(Path.Combine(output, image));
        AssertNear(new(-10.7, -8.5, 0), dataset[0].Place!.At(5, 1));
    }

    [Fact]
    public void LabelElsewhere_IsFoundRefusedAndPlaced()
    {
        var input = Case("nn_orient");
        var findings = CliRun.Of("validate", "--only", "LS047", "--json", input);
        Assert.Equal(1, findings.Code);
        Assert.Contains("\"rule\": \"LS047\"", findings.Out, StringComparison.Ordinal);
        using var folder = new TemporaryFolder();
        foreach (var command in new[] { new[] { "convert", "-o", folder["no.npz"] }, ["split", "-o", folder["no.csv"]] })
        {
            var refused = CliRun.Of([.. command, input]);
            Assert.Equal(3, refused.Code);
            Assert.Contains("--mask-place index|world", refused.Error, StringComparison.Ordinal);
            Assert.Contains("image and label of 1 case lie at different places", refused.Error, StringComparison.Ordinal);
        }

        Assert.Equal(3, CliRun.Of("stats", input).Code);
        Assert.Empty(folder.Names);
        int[][] stored =
        [
            [7, 3],
            [7, 4],
            [7, 5],
            [8, 3],
            [8, 4],
            [8, 5],
            [8, 6],
        ];
        Assert.Equal(7, Convert(folder, input, "index").Sum(pixels => pixels.Length));

        // Rows run the other way and begin 11 rows and 8 columns away: [r, c] of the label is [11 - r, 8 - c] of the image.
        var world = Convert(folder, input, "world");
        var index = Convert(folder, input, "index");
        Assert.Equal(stored.Length, index[1].Length);
        Assert.Equal(
            index[1].Select(pixel => (11 - pixel[0], 8 - pixel[1])).Order(),
            world[1].Select(pixel => (pixel[0], pixel[1])).Order()
        );
    }

    [Fact]
    public void Tables_LabelElsewhere_LiesWhereNibabelPutsIt()
    {
        using var folder = new TemporaryFolder();
        var input = Table("F11-label-flipped");
        AssertBox((4, 8, 3, 5), Convert(folder, input, "world")[0]);
        AssertBox((15, 19, 14, 16), Convert(folder, input, "index")[0]);
    }

    [Fact]
    public void SeveralClasses_AreNotedRefusedOrChosen()
    {
        var input = Case("nn_multi3");
        using var folder = new TemporaryFolder();
        var refused = CliRun.Of("convert", "-o", folder["out.npz"], input);
        Assert.Equal(3, refused.Code);
        Assert.Contains("lung (1), lesion (2), ignore (3)", refused.Error, StringComparison.Ordinal);
        Assert.Contains("--lesion lesion", refused.Error, StringComparison.Ordinal);
        var stats = CliRun.Of("stats", "--jsonl", input);
        Assert.Equal(0, stats.Code);
        Assert.Contains("lung (1), lesion (2), ignore (3)", stats.Error, StringComparison.Ordinal);
        Assert.Equal(140, stats.Lines.Sum(line => JsonDocument.Parse(line).RootElement.GetProperty("lesion_px").GetInt32()));
        Assert.Contains("lung (1), lesion (2), ignore (3)", CliRun.Of("inspect", input).Out, StringComparison.Ordinal);
        Assert.Equal(4, Convert(folder, input, "--lesion", "lesion").Sum(pixels => pixels.Length));
        Assert.Equal(2, CliRun.Of("convert", "-o", folder["out2.npz"], "--lesion", "liver", input).Code);
    }

    [Fact]
    public void Tables_LungAndTumor_AreRefusedOrChosen()
    {
        using var folder = new TemporaryFolder();
        var refused = CliRun.Of("convert", "-o", folder["out.npz"], Table("F10-lung1-tumor2"));
        Assert.Equal(3, refused.Code);
        Assert.Contains("lung (1), tumor (2)", refused.Error, StringComparison.Ordinal);
        Assert.All(Convert(folder, Table("F10-lung1-tumor2"), "--lesion", "tumor"), pixels => Assert.Equal(15, pixels.Length));
    }

    [Theory]
    [InlineData("miss_PixelRepresentation", "--assume-signed", "yes")]
    [InlineData("rescaletype", "--assume-hu", null)]
    public void DoubtfulHu_AreRefusedUnlessAssumed(string name, string option, string? value)
    {
        var refused = CliRun.Of("inspect", Case(name));
        Assert.Equal(3, refused.Code);
        Assert.Contains(option, refused.Error, StringComparison.Ordinal);
        string[] options = value is null ? [option] : [option, value];
        var read = CliRun.Of(["inspect", "--values", "--jsonl", .. options, Case(name)]);
        Assert.Equal(0, read.Code);
        if (value is not null)
        {
            var hu = JsonDocument.Parse(read.Lines[0]).RootElement.GetProperty("arrays").GetProperty("hu_array_old");
            Assert.InRange(hu.GetProperty("min").GetDouble(), -1024, -827);
        }
    }

    private static double[][][] Convert(TemporaryFolder folder, string input, string place) =>
        Convert(folder, input, "--mask-place", place);

    private static double[][][] Convert(TemporaryFolder folder, string input, string option, string value)
    {
        var output = folder[$"{Path.GetFileName(input)}{value}{Guid.NewGuid():N}.npz"];
        Assert.Equal(0, CliRun.Of("convert", input, "-o", output, option, value).Code);
        using var dataset = Dataset.Open(output);
        return [.. dataset.Rows.Select(Pixels)];
    }

    /// <summary>The pixels [row, col] of a mask.</summary>
    private static double[][] Pixels(DatasetRow row)
    {
        using var sample = row.Load();
        var (values, width) = (sample.ReadValues(row.Mask!).ToArray(), (int)row.Mask!.Shape[1]);
        return
        [
            .. values.Index().Where(pixel => pixel.Item != 0).Select(pixel => new double[] { pixel.Index / width, pixel.Index % width }),
        ];
    }

    private static double[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(number => number.GetDouble())];

    private static void AssertBox((int Top, int Bottom, int Left, int Right) expected, double[][] pixels)
    {
        Assert.Equal(15, pixels.Length);
        Assert.Equal(
            expected,
            (
                (int)pixels.Min(pixel => pixel[0]),
                (int)pixels.Max(pixel => pixel[0]),
                (int)pixels.Min(pixel => pixel[1]),
                (int)pixels.Max(pixel => pixel[1])
            )
        );
    }

    private static void AssertNear(Vector3D expected, Vector3D found) => Assert.InRange((found - expected).Length(), 0, 1e-4);

    private static double[] Hu(DatasetRow row)
    {
        using var sample = row.Load();
        return [.. sample.ReadValues(row.Hu!)];
    }

    private static string Case(string name) => Path.Combine(Shared(), "imaging", name);

    private static string Table(string name) => Path.Combine(Shared(), "tables", name);

    private static string Shared()
    {
        var shared = Environment.GetEnvironmentVariable("LUNGSEG_SHARED");
        Assert.SkipWhen(string.IsNullOrEmpty(shared), "LUNGSEG_SHARED names no folder with cases");
        return Path.Combine(shared, "cases");
    }
}
