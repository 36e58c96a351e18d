using System.Text;
using LungSeg.Core.Bytes;
using LungSeg.Core.Datasets;
using LungSeg.Core.Formats;
using LungSeg.Core.Formats.Dicom;
using LungSeg.Core.Model;
using LungSeg.Core.Tests.Fixtures;
using Xunit;

namespace LungSeg.Core.Tests.Formats.Dicom;

/// <summary>Structure sets and label maps on the slices of a series; the masks are those of skimage and pydicom.</summary>
public sealed class StructureSetTests
{
    private static readonly IByteSource Nothing = DicomFixtures.Source([]);

    private static TableIndex Read(string folder, string? masks = null, params string[] lesion) =>
        new DicomFolderFormat().Read(
            FolderSource.Open(folder),
            new FolderReading { MaskPath = masks, Masks = MaskReading.Default with { Lesion = lesion } }
        );

    private static IEnumerable<string> Masks(TableIndex table) =>
        Enumerable.Range(0, (int)table.Rows).Select(row => DicomFixtures.Sha256(Nothing, table, DatasetColumns.Mask, row));

    private static IEnumerable<string> Expected(string roi) =>
        DicomFixtures.Structures.GetProperty(roi).EnumerateArray().Select(mask => mask.GetProperty("sha256").GetString()!);

    [Fact]
    public void Read_OneRoi_IsTheLesion()
    {
        var table = Read(DicomFixtures.StructuresFolder);
        Assert.Null(table.Undecided);
        Assert.Equal(Expected("GTV-1"), Masks(table));
        Assert.Contains(
            "structures.dcm: ROI GTV-1: 3 contours on 2 slices, left out: 1 of type POINT, 1 on no slice, or on several",
            table.Notes
        );
    }

    [Fact]
    public void Read_SeveralRois_AreListedWithoutMasks()
    {
        var table = Read(DicomFixtures.StructuresFolder, DicomFixtures.TwoRois);
        Assert.Equal("the structure set holds the ROIs GTV-1, Lung, and nothing says which of them is the lesion", table.Undecided?.Detail);
        Assert.Null(table.Damage);
        Assert.DoesNotContain(table.Columns, column => column.Name == DatasetColumns.Mask);
        Assert.Contains("two_rois.dcm: ROI Lung: 1 contour on 1 slice", table.Notes);
    }

    [Theory]
    [InlineData("Lung", "Lung")]
    [InlineData("gtv-1", "GTV-1")]
    public void Read_ChosenRoi_IsTheLesion(string chosen, string roi) =>
        Assert.Equal(Expected(roi), Masks(Read(DicomFixtures.StructuresFolder, DicomFixtures.TwoRois, chosen)));

    [Fact]
    public void Open_SeveralRois_IsRefusedUnlessTheyAreListed()
    {
        var options = new DatasetOptions { MaskFolder = DicomFixtures.TwoRois };
        var error = Assert.Throws<DatasetFormatException>(() => Dataset.Open(DicomFixtures.StructuresFolder, options));
        Assert.Equal((Fault.Unsupported, RequestParameter.Lesion), (error.Fault, error.Hint?.Parameter));
        using var listed = Dataset.Open(DicomFixtures.StructuresFolder, options with { ListsStructures = true });
        Assert.Equal(3, listed.RowCount);
    }

    [Fact]
    public void Read_SetOfAnotherSeries_IsDamage()
    {
        var table = Read(DicomFixtures.SeriesFolder, DicomFixtures.TwoRois, "Lung");
        Assert.Null(table.Damage);

        var folder = Directory.CreateTempSubdirectory("lungseg-test-");
        try
        {
            // 2.25.100 is the series of the slices; the set now names another one of the same length.
            var bytes = File.ReadAllBytes(DicomFixtures.TwoRois);
            var at = bytes.AsSpan().LastIndexOf("2.25.100\0\0"u8) is var padded and >= 0
                ? padded
                : bytes.AsSpan().LastIndexOf("2.25.100"u8);
            "2.25.777"u8.CopyTo(bytes.AsSpan(at));
            var set = Path.Combine(folder.FullName, "set.dcm");
            File.WriteAllBytes(set, bytes);
            Assert.Equal(
                "it is drawn on series 2.25.777, no slice of which is here",
                Read(DicomFixtures.StructuresFolder, set, "Lung").Damage?.Detail
            );
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Read_LabelMap_HasThePixelsOfItsSegments()
    {
        var table = Read(DicomFixtures.LabelMapFolder);
        Assert.Null(table.Damage);
        Assert.Equal(DicomFixtures.LabelMap, Masks(table));
    }

    [Theory]
    [InlineData("1\\2\\3", 1)]
    [InlineData(" 1.5 \\-2e1\\\r\n3\\4\\5\\6 \0", 2)]
    [InlineData("0.12345678901234567890123\\2\\3\\4\\5\\6", 2)]
    [InlineData("", 0)]
    [InlineData("1\\2", null)]
    [InlineData("1\\2\\x", null)]
    [InlineData("1\\\\3", null)]
    [InlineData("1\\2,5\\3", null)]
    [InlineData("1\\2\\1e300", null)]
    [InlineData("1\\2\\nan", null)]
    public void Parse_Points_AreThreeNumbersEach(string text, int? count) =>
        Assert.Equal(count, ContourPoints.Parse(Encoding.ASCII.GetBytes(text))?.Length);

    [Fact]
    public void Parse_Padding_IsNoPartOfANumber() =>
        Assert.Equal(
            [new Vector3D(1.5, -20, 3), new Vector3D(4, 5, 6)],
            ContourPoints.Parse(Encoding.ASCII.GetBytes(" 1.5 \\-2e1\\\r\n3\\4\\5\\6 \0")) ?? []
        );

    [Fact]
    public void Read_EveryPrefixOfASet_ThrowsOrReads()
    {
        var whole = File.ReadAllBytes(DicomFixtures.TwoRois);
        for (var length = 0; length < whole.Length; length += 7)
        {
            var source = DicomFixtures.Source(whole[..length]);
            try
            {
                var dicom = DicomObjectReader.Read(source, ReadLimits.Default);
                StructureSetReader.Read(source, dicom, new DicomFile(null, "set.dcm", new FolderReading()));
            }
            catch (DatasetFormatException e)
            {
                Assert.InRange(e.Offset ?? 0, 0, length);
            }
        }
    }
}
