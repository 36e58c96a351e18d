using LungSeg.Core.Bytes;
using LungSeg.Core.Datasets;
using LungSeg.Core.Tests.Bytes.Compression;
using LungSeg.Core.Tests.Fixtures;
using Xunit;

namespace LungSeg.Core.Tests.Conversion.Dicom;

/// <summary>Images and segmentations of the same rows, put into one folder and read back; and DICOM that comes out as it went in.</summary>
public sealed class DicomExportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Convert_RowsOfUnknownPlace_ComeBackInTheirOrder()
    {
        using var back = Dataset.Open(Both(ExportSample.Write(Path.Combine(_folder.Path, "set.pkl"))));

        Assert.Equal(ExportSample.Labels, back.Rows.Select(row => row.LabelText));
        for (var i = 0; i < back.RowCount; i++)
        {
            using var sample = back[i].Load();
            Assert.Equal(ExportSample.Hu(i), sample.ReadValues(sample.Row.HuOld!).ToArray());
            Assert.Equal(ExportSample.Mask(i), sample.ReadBytes(sample.Row.Mask!).ToArray().Select(value => (sbyte)value));
            Assert.Equal((null, null), (back[i].GetText("series_uid"), back[i].GetText("patient_id")));
        }
    }

    [Fact]
    public void Convert_Series_KeepsPlacesNamesAndMasks()
    {
        using var source = Dataset.Open(DicomFixtures.SeriesFolder);
        using var back = Dataset.Open(Both(DicomFixtures.SeriesFolder));

        Assert.Equal(source.RowCount, back.RowCount);
        Assert.Single(Directory.GetFiles(Path.Combine(_folder.Path, "both", "masks")));
        foreach (var (was, row) in source.Rows.Zip(back.Rows))
        {
            foreach (
                var column in new[]
                {
                    "patient_id",
                    "series_uid",
                    "sop_uid",
                    "image_position_mm",
                    "image_orientation",
                    "position_mm",
                    "row_spacing_mm",
                    "column_spacing_mm",
                    "thickness_mm",
                    "frame_uid",
                    "study_uid",
                }
            )
            {
                Assert.Equal(was.GetText(column), row.GetText(column));
            }
            using var expected = was.Load();
            using var found = row.Load();
            Assert.Equal(expected.ReadValues(was.HuOld!).ToArray(), found.ReadValues(row.HuOld!).ToArray());
            Assert.Equal(expected.ReadBytes(was.Mask!).ToArray(), found.ReadBytes(row.Mask!).ToArray());
        }
    }

    [Fact]
    public void Convert_SegmentationsAlone_AreRows()
    {
        var options = ExportSample.OptionsOf("dicom-seg", _folder.Path);
        ExportSample.Convert(ExportSample.Write(Path.Combine(_folder.Path, "set.pkl")), options);
        using var back = Dataset.Open(options.Output);

        Assert.Equal(ExportSample.Labels, back.Rows.Select(row => row.LabelText));
        Assert.Equal(["masks/set_00000.dcm", "masks/set_00001.dcm", "masks/set_00002.dcm"], back.Rows.Select(row => row.GetText("file")));
    }

    [Fact]
    public void Convert_HuOutOfRange_IsRefusedWithAWayOut()
    {
        var path = Path.Combine(_folder.Path, "set.pkl");
        using (var writer = new PickleDatasetWriter(path, new PickleDatasetPlan(["LR2"], 2, 2), overwrite: false))
        {
            writer.WriteRow(0, new sbyte[4], new double[4], [0, 0.5, 0, 0]);
            writer.Commit();
        }

        var error = Assert.Throws<DatasetFormatException>(() => ExportSample.Convert(path, ExportSample.OptionsOf("dicom", _folder.Path)));
        Assert.Equal(Fault.Unsupported, error.Fault);
        Assert.Contains("row set:0 has HU that are not integers", error.Message, StringComparison.Ordinal);
        Assert.Contains("convert to nifti", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Convert_RowsWithoutMask_GiveNoSegmentation()
    {
        var images = ExportSample.OptionsOf("dicom", _folder.Path);
        ExportSample.Convert(ExportSample.Write(Path.Combine(_folder.Path, "set.pkl")), images);

        var error = Assert.Throws<DatasetFormatException>(() =>
            ExportSample.Convert(
                images.Output,
                ExportSample.OptionsOf("dicom-seg", Directory.CreateDirectory(Path.Combine(_folder.Path, "no")).FullName)
            )
        );
        Assert.Contains("no row has a mask", error.Message, StringComparison.Ordinal);
    }

    /// <summary>Converts to both formats and puts the files into one folder.</summary>
    private string Both(string input)
    {
        var both = Directory.CreateDirectory(Path.Combine(_folder.Path, "both")).FullName;
        foreach (var (format, kind) in new[] { ("dicom", "images"), ("dicom-seg", "masks") })
        {
            var options = ExportSample.OptionsOf(format, Directory.CreateDirectory(Path.Combine(_folder.Path, format)).FullName);
            ExportSample.Convert(input, options);
            Directory.Move(Path.Combine(options.Output, kind), Path.Combine(both, kind));
        }

        return both;
    }
}
