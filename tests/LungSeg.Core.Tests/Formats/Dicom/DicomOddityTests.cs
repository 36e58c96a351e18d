using LungSeg.Core.Bytes;
using LungSeg.Core.Datasets;
using LungSeg.Core.Formats;
using LungSeg.Core.Formats.Dicom;
using LungSeg.Core.Model;
using Xunit;

namespace LungSeg.Core.Tests.Formats.Dicom;

/// <summary>
/// Files as hospitals export them: read where HU do not depend on what is odd, else refused with the option that goes on.
/// </summary>
public sealed class DicomOddityTests
{
    private const string Rle = "1.2.840.10008.1.2.5";
    private const uint Undefined = 0xFFFFFFFF;

    private static readonly byte[] Pixels = [1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0];

    [Fact]
    public void Read_MalformedOptionalValues_AreMissingAndNoted()
    {
        var table = Open(
            Ct()
                .Text(DicomTags.SliceThickness, "DS", "2mm")
                .Text(DicomTags.InstanceNumber, "IS", "1.0")
                .Text(DicomTags.PixelSpacing, "DS", "0.7")
                .Pixels(Pixels)
        );

        Assert.Equal([1, 2, 3, 4, 5, 6], Hu(table));
        Assert.Null(table[0].SpacingMm);
        Assert.Null(table[0].GetNumber(DatasetColumns.ThicknessMm));
        foreach (
            var odd in new[]
            {
                "(0018,0050) is not a number but '2mm'",
                "(0020,0013) is not an integer but '1.0'",
                "(0028,0030) is not 2 numbers but '0.7'",
            }
        )
        {
            Assert.Contains(table.Inputs[0].Notes, note => note.Contains(odd, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Read_MalformedSlope_IsStillAnError() =>
        Assert.Equal("(0028,1053)", Fails(Ct().Text(DicomTags.RescaleSlope, "DS", "1mm").Pixels(Pixels)).Entry);

    [Theory]
    [InlineData(null, -1)]
    [InlineData(false, 65535)]
    [InlineData(true, -1)]
    public void Read_WithoutPixelRepresentation_NeedsTheSign(bool? isSigned, double expected)
    {
        var file = DicomBytes.CtHeader(without: DicomTags.PixelRepresentation).Pixels([0xFF, 0xFF, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        if (isSigned is null)
        {
            var hint = Fails(file).Hint;
            Assert.Equal((RequestParameter.AssumeSigned, "yes|no"), (hint!.Parameter, hint.Value));
            return;
        }
        Assert.Equal(expected, Hu(Open(file, new CtReading { IsSigned = isSigned }))[0]);
    }

    [Theory]
    [InlineData("Z_EFF", true)]
    [InlineData("HU", false)]
    [InlineData("", false)]
    public void Read_RescaleType_MustBeHuWhereItIsThere(string unit, bool isRefused)
    {
        var file = Ct().Text(DicomTags.RescaleType, "LO", unit).Pixels(Pixels);
        if (isRefused)
        {
            Assert.Equal(RequestParameter.AssumeHu, Fails(file).Hint!.Parameter);
        }
        Assert.Equal([1, 2, 3, 4, 5, 6], Hu(Open(file, new CtReading { AssumesHu = isRefused })));
    }

    [Fact]
    public void Read_RleOfOneFrameInTwoFragments_JoinsThem()
    {
        // Two codes of 6 bytes, PS3.5 annex G: a literal run of 6, then its bytes; the first code holds the high bytes.
        byte[] header = [2, 0, 0, 0, 64, 0, 0, 0, 72, 0, 0, 0, .. new byte[52]];
        byte[] code = [.. header, 5, 0, 0, 0, 0, 0, 0, 0x80, 5, 1, 2, 3, 4, 5, 6, 0x80];
        var file = DicomBytes.CtHeader(Rle).Head(DicomTags.PixelData, "OB", Undefined).Item(DicomTags.Item, 0);
        foreach (var part in new[] { code[..70], code[70..] })
        {
            file.Item(DicomTags.Item, (uint)part.Length).Raw(part);
        }

        Assert.Equal([1, 2, 3, 4, 5, 6], Hu(Open(file.Item(DicomTags.SequenceDelimitation, 0))));
    }

    [Fact]
    public void Read_StrayDelimiters_AreSkipped() =>
        Assert.Equal(
            [1, 2, 3, 4, 5, 6],
            Hu(Open(Ct().Item(DicomTags.ItemDelimitation, 0).Item(DicomTags.SequenceDelimitation, 0).Pixels(Pixels)))
        );

    [Fact]
    public void Read_PreambleOfAnotherFormat_IsDicomBecauseOfItsLetters()
    {
        foreach (
            byte[] magic in new byte[][] { [0x1f, 0x8b, 8, 0], [.. "II*\0"u8], [0x80, 4, 0x95, 0], [0x93, .. "NUMPY"u8], [.. "PK"u8, 3, 4] }
        )
        {
            var bytes = Ct().Pixels(Pixels).ToArray();
            magic.CopyTo(bytes, 0);
            Assert.Equal([1, 2, 3, 4, 5, 6], Hu(Open(bytes)));
        }
    }

    [Fact]
    public void Read_ExplicitDataUnderImplicitMeta_IsReadAsItIs()
    {
        var table = Open(DicomBytes.CtHeader("1.2.840.10008.1.2").Pixels(Pixels));
        Assert.Equal([1, 2, 3, 4, 5, 6], Hu(table));
        Assert.Contains(table.Inputs[0].Notes, note => note.Contains("(0002,0010)", StringComparison.Ordinal));
    }

    [Fact]
    public void Read_EqualMissingAndTiltedSlices_AreNotedWithNumbers()
    {
        using var folder = new OddFolder();

        // 2 mm apart, one twice, two missing, each 1 mm along y: atan(1 / 2) = 26.6 degrees.
        foreach (var (name, at) in new[] { ("a", 0), ("b", 2), ("c", 2), ("d", 4), ("e", 10) })
        {
            folder.Write(
                name + ".dcm",
                DicomBytes
                    .Part10()
                    .Text(DicomTags.SopClassUid, "UI", SopClass.Ct)
                    .Text(DicomTags.SopInstanceUid, "UI", $"1.2.{name[0] - 'a' + 1}")
                    .Text(DicomTags.SeriesInstanceUid, "UI", "1.2.9")
                    .Text(DicomTags.ImagePositionPatient, "DS", FormattableString.Invariant($@"0\{at / 2.0}\{at}"))
                    .Text(DicomTags.ImageOrientationPatient, "DS", @"1\0\0\0\1\0")
                    .UInt16(DicomTags.Rows, 2)
                    .UInt16(DicomTags.Columns, 3)
                    .UInt16(DicomTags.BitsAllocated, 16)
                    .UInt16(DicomTags.PixelRepresentation, 0)
                    .Pixels(Pixels)
            );
        }

        var notes = Dataset.Open(folder.Path).Inputs[0].Notes;
        foreach (
            var text in new[] { "1 slice at the position of another", "2 slices are missing between 4 and 10 mm", "tilted by 26.6 degrees" }
        )
        {
            Assert.Contains(notes, note => note.Contains(text, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Read_EmptyFileAmongOthers_IsNamedAndTheRestIsRead()
    {
        using var folder = new OddFolder();
        folder.Write("a.dcm", Ct().Pixels(Pixels));
        File.WriteAllBytes(Path.Combine(folder.Path, "b.dcm"), []);
        using var dataset = Dataset.Open(folder.Path);
        Assert.Equal(1, dataset.RowCount);
        Assert.EndsWith("b.dcm", dataset.Inputs[0].Damage!.Source, StringComparison.Ordinal);
    }

    private static DicomBytes Ct() => DicomBytes.CtHeader();

    private static Dataset Open(DicomBytes file, CtReading? ct = null) => Open(file.ToArray(), ct);

    private static Dataset Open(byte[] file, CtReading? ct = null)
    {
        using var opener = new DatasetOpener(new DatasetOptions { Ct = ct ?? CtReading.Default });
        opener.Add(new MemoryStream(file), "test.dcm");
        return opener.Finish();
    }

    private static DatasetFormatException Fails(DicomBytes file) => Assert.Throws<DatasetFormatException>(() => Open(file));

    private static double[] Hu(Dataset dataset)
    {
        using var sample = dataset[0].Load();
        return sample.ReadValues(dataset[0].HuOld!).ToArray();
    }

    private sealed class OddFolder : IDisposable
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lungseg-test-");

        public string Path => _folder.FullName;

        public void Write(string name, DicomBytes file) => File.WriteAllBytes(System.IO.Path.Combine(Path, name), file.ToArray());

        public void Dispose() => _folder.Delete(recursive: true);
    }
}
