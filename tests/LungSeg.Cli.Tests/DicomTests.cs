using System.Text.Json;
using Xunit;

namespace LungSeg.Cli.Tests;

/// <summary>The series that the library's tests use; its areas are those of the independent rasteriser in tests/interop/dicom.</summary>
public sealed class DicomTests
{
    private static readonly string Fixtures = Path.Combine(CliRun.Root, "tests", "LungSeg.Core.Tests", "Fixtures", "Dicom");
    private static readonly string Series = Path.Combine(Fixtures, "series");

    private static int[] MaskPixels(params string[] options) =>
        [
            .. CliRun
                .Of(["inspect", "--jsonl", "--values", .. options, Series])
                .Lines.Select(line =>
                    (int)
                        Math.Round(
                            JsonDocument.Parse(line).RootElement.GetProperty("arrays").GetProperty("mask").GetProperty("mean").GetDouble()
                                * 12
                                * 14
                        )
                ),
        ];

    [Fact]
    public void Inspect_Folder_ShowsColumnsAndNotes()
    {
        // Wide, so that no line is broken however long the path of the clone is.
        var run = CliRun.Of("inspect", "--width", "1000", Series);
        Assert.Equal((0, string.Empty), (run.Code, run.Error));
        Assert.Contains("CT series (dicom)", run.Out, StringComparison.Ordinal);
        Assert.Contains("3 rows", run.Out, StringComparison.Ordinal);
        Assert.Contains("12 x 14", run.Out, StringComparison.Ordinal);
        Assert.Contains("note  left out 1 file (CT localizer): localizer.dcm", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Inspect_ReadersAndOutline_ChangeTheMask()
    {
        Assert.Equal([25, 0, 7], MaskPixels());
        Assert.Equal([34, 25, 7], MaskPixels("--lidc-readers", "1"));
        Assert.Equal([47, 0, 7], MaskPixels("--lidc-outline", "inclusive"));
    }

    [Theory]
    [InlineData("--lidc-readers", "0", "--lidc-readers takes a number from 1 on")]
    [InlineData("--lidc-outline", "half", "--lidc-outline is 'half', expected exclusive or inclusive")]
    [InlineData("--labels", "no-such.csv", "--labels no-such.csv: file not found")]
    public void Inspect_WrongValue_IsAUsageError(string option, string value, string message)
    {
        var run = CliRun.Of("inspect", option, value, Series);
        Assert.Equal((2, string.Empty, $"lungseg: {message}\n"), (run.Code, run.Out, run.Error));
    }

    [Fact]
    public void Inspect_Labels_AreCounted()
    {
        using var folder = new TemporaryFolder();
        var labels = folder.Write("labels.csv", "patient_id,file,label1\nphantom,,LR4B\n,b.dcm,LR3\n"u8.ToArray());
        Assert.Contains("labels  LR3 1, LR4B 2", CliRun.Of("inspect", "--labels", labels, Series).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Inspect_OtherObject_NamesIt()
    {
        var run = CliRun.Of("inspect", Path.Combine(Series, "report.dcm"));
        Assert.Equal((3, string.Empty), (run.Code, run.Out));
        Assert.Contains(
            "report.dcm!(0008,0016): dicom: this is not a CT image but Basic Text SR (Explicit VR Little Endian)",
            run.Error,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Inspect_SingleFile_IsNamedByItsStem() =>
        Assert.Contains(
            "\"row\":\"rle_u12:0\"",
            CliRun.Of("inspect", "--jsonl", Path.Combine(Fixtures, "rle_u12.dcm")).Out,
            StringComparison.Ordinal
        );
}
