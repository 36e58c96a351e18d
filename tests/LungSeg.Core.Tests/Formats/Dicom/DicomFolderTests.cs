using LungSeg.Core.Bytes;
using LungSeg.Core.Formats;
using LungSeg.Core.Formats.Dicom;
using LungSeg.Core.Model;
using LungSeg.Core.Tests.Fixtures;
using Xunit;

namespace LungSeg.Core.Tests.Formats.Dicom;

public sealed class DicomFolderTests
{
    private static readonly IByteSource Nothing = DicomFixtures.Source([]);

    private static TableIndex Read(string folder, AnnotationReading? annotations = null) =>
        new DicomFolderFormat().Read(
            FolderSource.Open(folder),
            new FolderReading { Annotations = annotations ?? AnnotationReading.Default }
        );

    private static TableIndex ReadChanged(Action<string> change)
    {
        var folder = DicomFixtures.CopySeries();
        try
        {
            change(folder.FullName);
            return Read(folder.FullName);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Read_Series_OrdersByPositionAndKeepsWhatIdentifies()
    {
        var table = Read(DicomFixtures.SeriesFolder);
        Assert.Equal(
            [
                "mask",
                "hu_array_old",
                "patient_id",
                "series_uid",
                "sop_uid",
                "position_mm",
                "row_spacing_mm",
                "column_spacing_mm",
                "thickness_mm",
                "image_position_mm",
                "image_orientation",
                "frame_uid",
                "study_uid",
                "file",
            ],
            table.Columns.Select(column => column.Name)
        );
        var row = 0;
        foreach (var expected in DicomFixtures.Series.EnumerateArray())
        {
            Assert.Equal(
                expected.GetProperty("file").GetString(),
                table.Columns.Single(column => column.Name == DatasetColumns.File)[row].Text
            );
            Assert.Equal(
                expected.GetProperty("sop_uid").GetString(),
                table.Columns.Single(column => column.Name == DatasetColumns.SopUid)[row].Text
            );
            Assert.Equal(expected.GetProperty("hu").GetString(), DicomFixtures.Sha256(Nothing, table, DatasetColumns.HuOld, row));
            row++;
        }

        Assert.Equal(row, table.Rows);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    [InlineData(2, true)]
    [InlineData(3, false)]
    [InlineData(3, true)]
    public void Read_Series_HasTheMasksThatReadersAndSegmentsGive(int readers, bool inclusive)
    {
        var table = Read(DicomFixtures.SeriesFolder, new AnnotationReading { MinReaders = readers, IncludesOutline = inclusive });
        var expected = DicomFixtures
            .Series.EnumerateArray()
            .Select(row =>
                row.GetProperty("masks")
                    .GetProperty($"{readers} {(inclusive ? "inclusive" : "exclusive")}")
                    .GetProperty("sha256")
                    .GetString()!
            );
        Assert.Equal(expected, Enumerable.Range(0, 3).Select(row => DicomFixtures.Sha256(Nothing, table, DatasetColumns.Mask, row)));
    }

    [Fact]
    public void Read_FilesThatAreNoSlices_AreNoted()
    {
        var notes = Read(DicomFixtures.SeriesFolder).Notes;
        Assert.Contains("left out 1 file (CT localizer): localizer.dcm", notes);
        Assert.Contains("left out 1 file (Basic Text SR): report.dcm", notes);
        Assert.Contains("left out 1 file (no DICOM): notes.txt", notes);
        Assert.Contains("reading.xml: 4 readers outlined nodules on 3 slices, 2 of them in this folder", notes);
        Assert.Contains("segmentation.dcm: segmentation of 2 frames, 2 of them on slices in this folder", notes);
        Assert.Equal(5, notes.Count);
    }

    [Fact]
    public void Read_OneImageForTwoFramesOfOneSegment_IsThatOfNeither()
    {
        var table = ReadWithOneImage("one_image_one_segment.dcm");
        Assert.Equal("none of its 2 frames lies on a slice of this folder", table.Damage?.Detail);
    }

    [Fact]
    public void Read_OneImageForAFrameOfEachSegment_IsThatOfBoth()
    {
        var table = ReadWithOneImage("one_image_two_segments.dcm");
        Assert.Null(table.Damage);
        Assert.Contains("one_image_two_segments.dcm: segmentation of 2 frames, 2 of them on slices in this folder", table.Notes);
    }

    private static TableIndex ReadWithOneImage(string name) =>
        ReadChanged(folder =>
        {
            File.Delete(Path.Combine(folder, "reading.xml"));
            File.Delete(Path.Combine(folder, "segmentation.dcm"));
            File.WriteAllBytes(Path.Combine(folder, name), DicomFixtures.Bytes(name));
        });

    [Fact]
    public void Read_WithoutAnnotations_HasNoMask() =>
        Assert.DoesNotContain(
            ReadChanged(folder =>
            {
                File.Delete(Path.Combine(folder, "reading.xml"));
                File.Delete(Path.Combine(folder, "segmentation.dcm"));
            }).Columns,
            column => column.Name == DatasetColumns.Mask
        );

    [Fact]
    public void Read_SeriesThatNobodyLookedAt_HasNoMaskInsteadOfAnEmptyOne()
    {
        // Another slice of the same series; under another UID nobody has looked at it.
        var table = ReadChanged(folder =>
        {
            var other = DicomFixtures.Bytes("explicit_nested.dcm");
            other.AsSpan(other.AsSpan().IndexOf("2.25.100"u8), 8).Fill((byte)'1');
            File.WriteAllBytes(Path.Combine(folder, "other.dcm"), other);
        });
        Assert.Equal(4, table.Rows);
        var masks = table.Columns.Single(column => column.Name == DatasetColumns.Mask);
        Assert.Equal([false, true, true, true], Enumerable.Range(0, 4).Select(row => masks[row].Array is not null));
    }

    [Fact]
    public void Read_CutSlice_IsAnErrorThatNamesTheFile()
    {
        var error = Assert.Throws<DatasetFormatException>(() =>
            ReadChanged(folder =>
            {
                var path = Path.Combine(folder, "b.dcm");
                File.WriteAllBytes(path, File.ReadAllBytes(path)[..^5]);
            })
        );
        Assert.Equal((Fault.Truncated, "(7FE0,0010)"), (error.Fault, error.Entry));
        Assert.EndsWith("b.dcm", error.Source, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_SuffixOfDicomOnAnotherFile_IsAnError() =>
        Assert.Equal(
            Fault.WrongFormat,
            Assert
                .Throws<DatasetFormatException>(() =>
                    ReadChanged(folder => File.WriteAllBytes(Path.Combine(folder, "x.dcm"), new byte[500]))
                )
                .Fault
        );

    [Fact]
    public void Read_FileTwice_IsNoted() =>
        Assert.Contains(
            ReadChanged(folder => File.Copy(Path.Combine(folder, "a.dcm"), Path.Combine(folder, "z.dcm"))).Notes,
            note => note.StartsWith("2 slices with the SOP Instance UID of another file: a.dcm, z.dcm", StringComparison.Ordinal)
        );

    [Fact]
    public void Read_DamagedReading_IsAnError()
    {
        var error = Assert.Throws<DatasetFormatException>(() =>
            ReadChanged(folder =>
                File.WriteAllText(Path.Combine(folder, "reading.xml"), "<LidcReadMessage><readingSession></LidcReadMessage>")
            )
        );
        Assert.Equal((Fault.Corrupt, "lidc"), (error.Fault, error.Format));
    }

    [Fact]
    public void Decode_FileThatIsGone_IsADiskFault()
    {
        var table = ReadChanged(_ => { });
        Assert.ThrowsAny<IOException>(() => DicomFixtures.Sha256(Nothing, table, DatasetColumns.HuOld, 0));
    }

    [Fact]
    public void Find_FolderWithoutDicom_IsOfNoKnownFormat()
    {
        var folder = Directory.CreateTempSubdirectory("lungseg-test-");
        try
        {
            File.WriteAllText(Path.Combine(folder.FullName, "a.txt"), "text");
            Assert.Equal(
                Fault.WrongFormat,
                Assert.Throws<DatasetFormatException>(() => FormatRegistry.Find(FolderSource.Open(folder.FullName), null)).Fault
            );
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
