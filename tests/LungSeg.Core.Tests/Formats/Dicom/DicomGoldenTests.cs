using LungSeg.Core.Bytes;
using LungSeg.Core.Formats;
using LungSeg.Core.Formats.Dicom;
using LungSeg.Core.Model;
using LungSeg.Core.Tests.Fixtures;
using Xunit;

namespace LungSeg.Core.Tests.Formats.Dicom;

public sealed class DicomGoldenTests
{
    public static TheoryData<string> Files { get; } = [.. DicomFixtures.Names];

    private static TableIndex Read(IByteSource source) => new DicomFormat().Read(source, ReadLimits.Default, Leniency.Strict);

    [Theory]
    [MemberData(nameof(Files))]
    public void Read_FileOfPydicom_GivesTheHuThatPydicomGives(string name)
    {
        var source = DicomFixtures.Source(DicomFixtures.Bytes(name));
        var table = Read(source);
        var expected = DicomFixtures.Of(name).GetProperty("hu").EnumerateArray().Select(sha => sha.GetString()!).ToArray();
        Assert.Equal(expected.Length, table.Rows);
        Assert.Equal(
            expected,
            Enumerable.Range(0, expected.Length).Select(row => DicomFixtures.Sha256(source, table, DatasetColumns.HuOld, row))
        );
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Identify_FileOfPydicom_SaysWhatReadGives(string name)
    {
        var source = DicomFixtures.Source(DicomFixtures.Bytes(name));
        var layout = PixelLayout.FromObject(DicomObjectReader.Read(source, ReadLimits.Default));
        var array = Read(source).Columns.Single(column => column.Name == DatasetColumns.HuOld)[0].Array!;
        Assert.Equal(DicomFixtures.Of(name).GetProperty("shape").EnumerateArray().Select(length => length.GetInt64()), array.Shape);
        Assert.Equal([layout.Rows, layout.Columns], array.Shape);
        Assert.Equal("float64", array.DType.Name);
        Assert.Null(array.Offset);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Find_FileOfPydicom_IsDicom(string name) =>
        Assert.Equal("dicom", FormatRegistry.Find(DicomFixtures.Source(DicomFixtures.Bytes(name)), null).Name);

    [Theory]
    [InlineData("demo.npy", new byte[] { 0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0 })]
    [InlineData("protocol 4", new byte[] { 0x80, 4, 0x95, 0, 0, 0, 0, 0, 0, 0, 0 })]
    [InlineData("protocol 0", new byte[] { 0x28, 0x64, 0x70, 0x30, 0x0a, 0x56, 0x61, 0x0a })]
    [InlineData("zeros", new byte[] { 0, 0, 0, 0, 0, 0, 0, 0, 0 })]
    public void Matches_OtherFile_IsFalse(string what, byte[] head) => Assert.False(DicomContent.Matches(head), what);

    [Fact]
    public void Read_Metadata_IsThatOfTheFile()
    {
        // As the fixture's maker wrote it: the nested variant is the sixth.
        var table = Read(DicomFixtures.Source(DicomFixtures.Bytes("explicit_nested.dcm")));
        object? Cell(string column) => table.Columns.Single(candidate => candidate.Name == column)[0].Value;
        Assert.Equal(
            ("phantom", "2.25.100", "2.25.2006"),
            (Cell(DatasetColumns.PatientId), Cell(DatasetColumns.SeriesUid), Cell(DatasetColumns.SopUid))
        );
        Assert.Equal(
            (-15.0, 0.75, 0.5, 2.5),
            (
                Cell(DatasetColumns.PositionMm),
                Cell(DatasetColumns.RowSpacingMm),
                Cell(DatasetColumns.ColumnSpacingMm),
                Cell(DatasetColumns.ThicknessMm)
            )
        );
        Assert.Empty(table.Notes);
    }

    [Fact]
    public void Read_Frames_ComeByPositionsOfTheirOwn()
    {
        var table = Read(DicomFixtures.Source(DicomFixtures.Bytes("implicit_frames.dcm")));
        var positions = table.Columns.Single(column => column.Name == DatasetColumns.PositionMm);
        Assert.Equal([0.0, 2.5, 5.0], Enumerable.Range(0, 3).Select(row => positions[row].Value));
    }

    [Fact]
    public void Read_NoRescale_NotesIt() =>
        Assert.Contains(
            "(0028,1053)",
            Assert.Single(Read(DicomFixtures.Source(DicomFixtures.Bytes("explicit_no_rescale.dcm"))).Notes),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData(11, 12, true, (ushort)0xF800, -2048.0)]
    [InlineData(11, 12, true, (ushort)0x0800, -2048.0)]
    [InlineData(11, 12, true, (ushort)0x07FF, 2047.0)]
    [InlineData(11, 12, false, (ushort)0xF801, 2049.0)]
    [InlineData(15, 12, false, (ushort)0x801F, 2049.0)]
    [InlineData(15, 16, true, (ushort)0x8000, -32768.0)]
    public void ToHu_BitsAboveTheHighest_AreNoPartOfTheValue(int highBit, int bits, bool isSigned, ushort stored, double expected)
    {
        var layout = new PixelLayout
        {
            Syntax = TransferSyntax.ExplicitLittleEndian,
            Place = default,
            Rows = 1,
            Columns = 1,
            Frames = 1,
            BitsAllocated = 16,
            BitsStored = bits,
            HighBit = highBit,
            IsSigned = isSigned,
        };
        var hu = new double[1];
        PixelFrames.ToHu(BitConverter.GetBytes(stored), layout, (2, -10), hu);
        Assert.Equal((expected * 2) - 10, hu[0]);
    }
}
