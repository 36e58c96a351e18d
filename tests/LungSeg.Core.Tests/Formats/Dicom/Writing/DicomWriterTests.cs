using LungSeg.Core.Bytes;
using LungSeg.Core.Formats;
using LungSeg.Core.Formats.Dicom;
using LungSeg.Core.Formats.Dicom.Writing;
using LungSeg.Core.Imaging;
using LungSeg.Core.Model;
using LungSeg.Core.Tests.Fixtures;
using Xunit;

namespace LungSeg.Core.Tests.Formats.Dicom.Writing;

public sealed class DicomWriterTests
{
    private const string Study = "1.2.1";

    private static readonly DicomPlane Plane = new()
    {
        Place = new SlicePlace(new(-10, 20, 30), new(1, 0, 0), new(0, 0, -1), new PixelSpacing(0.5, 0.25)),
        ThicknessMm = 2,
        FrameUid = "1.2.9",
    };

    [Fact]
    public void Write_TinyDataSet_GivesTheBytesOfPs35()
    {
        var bytes = Written(
            new DicomAttributes()
                .UInt16(DicomTags.Rows, 1)
                .Text(DicomTags.SopInstanceUid, ElementVr.UI, "1.2.3")
                .Text(DicomTags.SopClassUid, ElementVr.UI, "1.25"),
            [7, 8, 9]
        );

        Assert.All(bytes[..128], value => Assert.Equal(0, value));
        Assert.Equal("DICM"u8, bytes.AsSpan(128, 4));

        // (0002,0000) UL, length 4: bytes of the group behind it; then (0002,0001) OB with its reserved bytes and four-byte length.
        Assert.Equal("02000000" + "554C" + "0400", Convert.ToHexString(bytes.AsSpan(132, 8)));
        Assert.Equal("02000100" + "4F42" + "0000" + "02000000" + "0001", Convert.ToHexString(bytes.AsSpan(144, 14)));
        Assert.Equal("02000200" + "5549" + "0400" + Convert.ToHexString("1.25"u8), Convert.ToHexString(bytes.AsSpan(158, 12)));
        var dataSet = 144 + BitConverter.ToInt32(bytes, 140);
        Assert.Equal(
            "08001600"
                + "5549"
                + "0400"
                + Convert.ToHexString("1.25"u8)
                + "08001800"
                + "5549"
                + "0600"
                + Convert.ToHexString("1.2.3\0"u8)
                + "28001000"
                + "5553"
                + "0200"
                + "0100"
                + "E07F1000"
                + "4F57"
                + "0000"
                + "04000000"
                + "07080900",
            Convert.ToHexString(bytes.AsSpan(dataSet))
        );
    }

    [Fact]
    public void ToArray_NestedItems_CarryTheirLengths() =>
        Assert.Equal(
            "08001511"
                + "5351"
                + "0000"
                + "1C000000"
                + "FEFF00E0"
                + "0C000000"
                + "20000E00"
                + "5549"
                + "0400"
                + Convert.ToHexString("1.25"u8)
                + "FEFF00E0"
                + "00000000",
            Convert.ToHexString(
                new DicomAttributes()
                    .Items(
                        DicomTags.ReferencedSeriesSequence,
                        new DicomAttributes().Text(DicomTags.SeriesInstanceUid, ElementVr.UI, "1.25"),
                        new DicomAttributes()
                    )
                    .ToArray()
            )
        );

    [Fact]
    public void WriteHead_TextTooLongForItsVr_Throws() =>
        Assert.Throws<ArgumentException>(() =>
            new DicomAttributes().Text(DicomTags.ImageComments, ElementVr.LT, new string('x', 65536)).ToArray()
        );

    [Theory]
    [InlineData(0.703125, "0.703125")]
    [InlineData(-166.0, "-166")]
    [InlineData(1e-7, "1E-07")]
    [InlineData(0.699999988079071, "0.69999998807907")]
    [InlineData(-123.45678901234567, "-123.45678901235")]
    public void DecimalString_AnyNumber_TakesSixteenCharacters(double number, string expected) =>
        Assert.Equal(expected, DecimalString.Format(number));

    [Theory]
    [InlineData("1.2.840.10008.1.2", true)]
    [InlineData("2.25.0", true)]
    [InlineData("1.02", false)]
    [InlineData("1..2", false)]
    [InlineData("1.2.", false)]
    [InlineData("12", false)]
    [InlineData("1.2a", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    [InlineData("1.23456789012345678901234567890123456789012345678901234567890123", true)]
    [InlineData("1.234567890123456789012345678901234567890123456789012345678901234", false)]
    public void IsValid_Uid_FollowsPs35(string? text, bool expected) => Assert.Equal(expected, DicomUid.IsValid(text));

    /// <summary>Worked out with Python's hashlib and int.from_bytes.</summary>
    [Fact]
    public void Create_Content_GivesTheUuidOfItsDigest()
    {
        Assert.Equal("2.25.338910515145319447981565649828153528799", DicomUid.Create("image", "set:0", "größer"));
        Assert.Equal("2.25.320728326017510519929538970424964348665", DicomUid.Create("image", "set:0g", "rößer"));
        Assert.Equal("2.25.195502908313654948206723660053105403144", DicomUid.Create("axes"));
    }

    [Fact]
    public void FrameBits_FramesOfFivePixels_FollowWithoutGaps()
    {
        using var target = new MemoryStream();
        using var bits = new FrameBits(target);
        bits.Add([1, 0, 1, 1, 0]);
        bits.Add([1, 1, 0, 0, 1]);
        bits.Add([0, 0, 0, 0, 1]);
        bits.Finish();

        // Pixel 0 is the lowest bit: 01101101 is pixels 7 to 0, 01000010 pixels 14 to 8.
        Assert.Equal([0b01101101, 0b01000010], target.ToArray());
    }

    [Theory]
    [InlineData("LR4A", true)]
    [InlineData("größer", true)]
    [InlineData("LR\n4A", false)]
    [InlineData(" LR4A", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void CommentOf_Label_ComesBackAsItWasOrNotAtAll(string? label, bool isHeld)
    {
        var comment = SliceLabel.FormatComment(label);
        Assert.Equal(isHeld, comment is not null);
        Assert.Equal(isHeld ? label : null, SliceLabel.Parse(comment));
    }

    [Fact]
    public void Parse_CommentOfSomebodyElse_IsNoLabel() => Assert.Null(SliceLabel.Parse("chest, label1: LR2"));

    [Fact]
    public void Read_LongComment_IsNoConcern()
    {
        var image = Image(Plane) with { Comment = new string('x', 5000) };
        var table = Read(Written(ImageObject.CreateAttributes(image, 0, HuWindow.Lung), [0, 1, 0, 2]));
        Assert.DoesNotContain("label1", table.Columns.Select(column => column.Name));
    }

    [Fact]
    public void Read_WrittenCt_GivesPlaceAndNames()
    {
        var table = Read(Written(ImageObject.CreateAttributes(Image(Plane), 0, HuWindow.Lung), [0xFF, 0xFF, 0x02, 0x00]));
        object? Cell(string name) => table.Columns.Single(column => column.Name == name)[0].Value;
        Assert.Equal(
            ("1.2.3", "1.2.2", Study, "1.2.9", "p"),
            (Cell("sop_uid"), Cell("series_uid"), Cell("study_uid"), Cell("frame_uid"), Cell("patient_id"))
        );
        Assert.Equal((@"-10\20\30", @"1\0\0\0\0\-1"), (Cell("image_position_mm"), Cell("image_orientation")));
        Assert.Equal((0.5, 0.25, 2.0), (Cell("row_spacing_mm"), Cell("column_spacing_mm"), Cell("thickness_mm")));

        // Rows x columns = x cross -z = y.
        Assert.Equal(20.0, Cell("position_mm"));
    }

    [Fact]
    public void Read_LoneCapture_HasNoSeries()
    {
        var lone = Image(null) with { SeriesUid = DicomUid.CreateForSingleSlice("1.2.3") };
        Assert.Null(
            Read(Written(ImageObject.CreateAttributes(lone, -1024, HuWindow.Lung), [0, 1, 0, 2]))
                .Columns.Single(column => column.Name == "series_uid")[0]
                .Text
        );
        Assert.Equal(
            "1.2.2",
            Read(Written(ImageObject.CreateAttributes(Image(null), -1024, HuWindow.Lung), [0, 1, 0, 2]))
                .Columns.Single(column => column.Name == "series_uid")[0]
                .Text
        );
    }

    private static DicomImage Image(DicomPlane? plane) =>
        new()
        {
            StudyUid = Study,
            SeriesUid = "1.2.2",
            SopUid = "1.2.3",
            PatientId = "p",
            InstanceNumber = 1,
            Rows = 1,
            Columns = 2,
            Plane = plane,
        };

    private static byte[] Written(DicomAttributes attributes, byte[] pixels)
    {
        using var file = new MemoryStream();
        DicomWriter.Write(file, attributes, ElementVr.OW, new MemoryStream(pixels));
        return file.ToArray();
    }

    private static TableIndex Read(byte[] file) => new DicomFormat().Read(DicomFixtures.Source(file), ReadLimits.Default, Leniency.Strict);
}
