using LungSeg.Core.Bytes;
using LungSeg.Core.Datasets;
using LungSeg.Core.Tests.Fixtures;
using Xunit;

namespace LungSeg.Core.Tests.Datasets;

/// <summary>
/// The series of the fixtures has the files c.dcm, b.dcm and a.dcm in this order, with the SOP UIDs 2.25.2001, 2.25.2003 and 2.25.2002.
/// </summary>
public sealed class LabelFileTests
{
    private static (string?[] Labels, string[] Notes) Label(string csv, string? path = null)
    {
        var folder = Directory.CreateTempSubdirectory("lungseg-test-");
        try
        {
            var file = Path.Combine(folder.FullName, "labels.csv");
            File.WriteAllText(file, csv);
            using var dataset = Dataset.Open(path ?? DicomFixtures.SeriesFolder, new DatasetOptions { LabelFile = file });
            return (
                [.. dataset.Rows.Select(row => row.LabelText)],
                [.. dataset.Notes.Select(note => note.Replace(file, "labels.csv", StringComparison.Ordinal))]
            );
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static DatasetFormatException Fails(string csv) => Assert.Throws<DatasetFormatException>(() => Label(csv));

    [Theory]
    [InlineData("row,label1\nseries:0,LR2\nseries:2,LR4B\n", "LR2", null, "LR4B")]
    [InlineData("file,label\na.dcm,LR3\n", null, null, "LR3")]
    [InlineData("sop_uid;label\n2.25.2003;LR4A\n", null, "LR4A", null)]
    [InlineData("series_uid\tlabel\n2.25.100\tLR2\n", "LR2", "LR2", "LR2")]
    [InlineData("\uFEFFlabel1,patient_id,remark\r\nLR2,phantom,\"with, comma\"\r\n", "LR2", "LR2", "LR2")]
    [InlineData("patient_id,file,label1\nphantom,,LR2\n,b.dcm,LR3\n", "LR2", "LR3", "LR2")]
    [InlineData("patient_id,file,label1\nphantom,b.dcm,LR3\nother,a.dcm,LR4A\n", null, "LR3", null)]
    [InlineData("file,label1\na.dcm,\nb.dcm,LR3", null, "LR3", null)]
    public void Open_WithLabels_PutsThemToTheirRows(string csv, string? first, string? second, string? third) =>
        Assert.Equal([first, second, third], Label(csv).Labels);

    [Fact]
    public void Open_LineWithoutARow_IsNoted() =>
        Assert.Equal(
            ["labels.csv: no row of series for 2 lines: 2 (x.dcm), 4 (y.dcm)"],
            Label("file,label1\nx.dcm,LR2\na.dcm,LR2\ny.dcm,LR2\n").Notes
        );

    [Fact]
    public void Open_LineTwice_IsRefused() =>
        Assert.Contains("line 2 and line 3 are both for row series:2, by file a.dcm", Fails("file,label1\na.dcm,LR2\na.dcm,LR2\n").Detail);

    [Fact]
    public void Open_LabelsOfOtherContent_AreRefused()
    {
        const string Table = "row,key,label1\ndemo:1,1497dc7781d18e2c52a30204736435b7,LR4X\n";
        var sample = Path.Combine(Repository.Root, "samples", "demo.pkl.gz");
        Assert.Contains("is for row demo:1", Assert.Throws<DatasetFormatException>(() => Label(Table, sample)).Detail);
    }

    [Fact]
    public void Open_InputWithLabels_TakesThoseOfTheFile()
    {
        // The sample's rows are labelled LR2 three times, then LR3 three times.
        var (labels, notes) = Label("row,label1\ndemo:1,LR4X\n", Path.Combine(Repository.Root, "samples", "demo.pkl.gz"));
        Assert.Equal(["LR2", "LR4X", "LR2", "LR3"], labels[..4]);
        Assert.Equal(["labels.csv: labels of 1 row replace those of the input"], notes);
    }

    [Fact]
    public void Open_LinesThatContradict_NameBoth()
    {
        var error = Fails("file,label1\na.dcm,LR2\na.dcm,LR3\n");
        Assert.Equal((Fault.Corrupt, 22L), (error.Fault, error.Offset));
        Assert.Contains("line 2 and line 3 are both for row series:2", error.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("file,class\na.dcm,LR2\n")]
    [InlineData("name,label1\na.dcm,LR2\n")]
    [InlineData("file,label1\na.dcm\n")]
    [InlineData("file,label1\n,LR2\n")]
    [InlineData("file,label1\n\"a.dcm,LR2\n")]
    public void Open_WhatIsNoFileOfLabels_IsRefused(string csv) => Assert.Equal("csv", Fails(csv).Format);
}
