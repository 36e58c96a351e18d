using System.IO.Compression;
using LungSeg.Core.Bytes;
using LungSeg.Core.Formats;
using LungSeg.Core.Formats.Arrays;
using LungSeg.Core.Formats.Dicom;
using LungSeg.Core.Model;
using LungSeg.Core.Tests.Fixtures;
using Xunit;

namespace LungSeg.Core.Tests.Formats.Dicom;

[Collection(Measured.Name)]
public sealed class DicomHostileTests
{
    private const uint Undefined = 0xFFFFFFFF;

    /// <summary>Reads a file with all its values.</summary>
    private static TableIndex ReadAll(byte[] file)
    {
        var source = DicomFixtures.Source(file);
        var table = new DicomFormat().Read(source, ReadLimits.Default, Leniency.Strict);
        var column = table.Columns.Single(candidate => candidate.Name is DatasetColumns.HuOld or DatasetColumns.Mask);
        for (var row = 0; row < table.Rows; row++)
        {
            var array = column[row].Array!;
            Assert.InRange(array.ByteLength, 1, 8L * 64 * file.Length);
            ArrayReader.Read(source, array, new byte[array.ByteLength]);
        }

        return table;
    }

    private static DatasetFormatException Fails(byte[] file)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<DatasetFormatException>(() => ReadAll(file));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        Assert.InRange(error.Offset ?? 0, 0, file.Length);
        return error;
    }

    [Fact]
    public void Read_AttributeInFragments_IsCorrupt()
    {
        var file = DicomBytes.CtHeader().Head(DicomTags.PixelPaddingValue, "OW", uint.MaxValue).Pixels(new byte[12]).ToArray();
        var error = Assert.Throws<DatasetFormatException>(() =>
            new DicomFormat().Read(DicomFixtures.Source(file), ReadLimits.Default, Leniency.Strict)
        );
        Assert.Equal((Fault.Corrupt, "(0028,0120)"), (error.Fault, error.Entry));
    }

    [Theory]
    [InlineData("explicit_nested.dcm")]
    [InlineData("implicit_nested.dcm")]
    [InlineData("big_nested.dcm")]
    [InlineData("explicit_undefined_lengths.dcm")]
    [InlineData("explicit_frames.dcm")]
    [InlineData("rle_u12.dcm")]
    [InlineData("series/segmentation.dcm")]
    public void Read_EveryPrefix_Throws(string name)
    {
        var whole = DicomFixtures.Bytes(name);
        ReadAll(whole);

        // The last eight bytes of the RLE file are its mark of the end, which a reader of the frames need not reach.
        var end = name.StartsWith("rle", StringComparison.Ordinal) ? whole.Length - 8 : whole.Length;
        for (var length = 1; length < end; length++)
        {
            Fails(whole[..length]);
        }
    }

    [Fact]
    public void Read_EveryPrefixOfADeflatedFile_ThrowsOrReadsTheSame()
    {
        var whole = DicomFixtures.Bytes("deflated_nested.dcm");
        var expected = DicomFixtures.Of("deflated_nested.dcm").GetProperty("hu")[0].GetString();
        var refused = 0;
        for (var length = 1; length < whole.Length; length++)
        {
            try
            {
                var source = DicomFixtures.Source(whole[..length]);
                var table = new DicomFormat().Read(source, ReadLimits.Default, Leniency.Strict);
                Assert.Equal(expected, DicomFixtures.Sha256(source, table, DatasetColumns.HuOld, 0));
            }
            catch (DatasetFormatException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, whole.Length - 20, whole.Length);
    }

    [Fact]
    public void Read_FlippedBytes_NothingElseEscapes()
    {
        var random = new Random(20240312);
        string[] names =
        [
            "explicit_nested.dcm",
            "implicit_nested.dcm",
            "big_nested.dcm",
            "explicit_undefined_lengths.dcm",
            "implicit_frames.dcm",
            "rle_u12.dcm",
            "rle_frames.dcm",
            "deflated_i16.dcm",
            "series/segmentation.dcm",
            "implicit_bare.dcm",
        ];
        var refused = 0;
        for (var i = 0; i < 6000; i++)
        {
            var file = DicomFixtures.Bytes(names[i % names.Length]);
            for (var flips = random.Next(1, 4); flips > 0; flips--)
            {
                file[random.Next(Math.Min(128, file.Length / 4), file.Length)] =
                    random.Next(4) == 0 ? (byte)(random.Next(2) * 255) : (byte)random.Next(256);
            }
            try
            {
                ReadAll(file);
            }
            catch (DatasetFormatException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 1000, 5500);
    }

    [Theory]
    [InlineData(0x0010)]
    [InlineData(0x0011)]
    [InlineData(0x0100)]
    public void Read_WithoutAnAttributeOfThePixels_NamesIt(int element)
    {
        var tag = new DicomTag(0x0028, (ushort)element);
        var error = Fails(DicomBytes.CtHeader(without: tag).Pixels(new byte[12]).ToArray());
        Assert.Equal((Fault.Corrupt, tag.ToString(), (long?)null), (error.Fault, error.Entry, error.Offset));
        Assert.Contains("is missing", error.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_WithoutPixels_NamesThem() => Assert.Equal("(7FE0,0010)", Fails(DicomBytes.CtHeader().ToArray()).Entry);

    [Fact]
    public void Read_FewerPixelsThanItSays_IsCorrupt()
    {
        var error = Fails(DicomBytes.CtHeader().Pixels(new byte[10]).ToArray());
        Assert.Equal(Fault.Corrupt, error.Fault);
        Assert.Contains("need 12 bytes, found 10", error.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1.2.840.10008.1.2.4.90", "JPEG 2000 Lossless Only", "'gdcmconv --raw {0} {1}'")]
    [InlineData("1.2.840.10008.1.2.4.80", "JPEG-LS Lossless", "'dcmdjpls {0} {1}'")]
    [InlineData("1.2.840.10008.1.2.4.50", "JPEG Baseline", "'dcmdjpeg {0} {1}'")]
    [InlineData("1.2.840.10008.1.2.4.201", "High-Throughput JPEG 2000 Lossless Only", "with a program that knows it")]
    [InlineData("1.2.3.4", "transfer syntax 1.2.3.4", "'gdcmconv --raw {0} {1}'")]
    public void Read_OtherSyntax_NamesItAndTheCommand(string syntax, string name, string command)
    {
        var error = Fails(
            DicomBytes
                .CtHeader(syntax)
                .Head(DicomTags.PixelData, "OB", Undefined)
                .Item(DicomTags.Item, 0)
                .Item(DicomTags.SequenceDelimitation, 0)
                .ToArray()
        );
        Assert.Equal(Fault.Unsupported, error.Fault);
        Assert.Contains(name, error.Detail, StringComparison.Ordinal);
        var typed = command.Replace("{0}", error.Source!, StringComparison.Ordinal);
        Assert.Contains(
            typed.Replace("{1}", Path.ChangeExtension(error.Source!, ".raw.dcm"), StringComparison.Ordinal),
            error.Detail,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("65535", 65535, 65535)]
    [InlineData("2147483647", 65535, 65535)]
    [InlineData("2147483647", 1, 1)]
    [InlineData("-1", 2, 3)]
    [InlineData("0", 2, 3)]
    public void Read_SizesOfMoreThanTheFile_AreRefused(string frames, int rows, int columns)
    {
        var file = DicomBytes
            .Part10()
            .Text(DicomTags.SopClassUid, "UI", SopClass.Ct)
            .Text(DicomTags.NumberOfFrames, "IS", frames)
            .UInt16(DicomTags.Rows, (ushort)rows)
            .UInt16(DicomTags.Columns, (ushort)columns)
            .UInt16(DicomTags.BitsAllocated, 16)
            .Pixels(new byte[1000]);
        Fails(file.ToArray());
    }

    [Fact]
    public void Read_ManyFramesOfOnePixel_AreTooLarge()
    {
        const int Frames = 1 << 20;
        var file = DicomBytes
            .Part10()
            .Text(DicomTags.SopClassUid, "UI", SopClass.Ct)
            .Text(DicomTags.NumberOfFrames, "IS", "1048576")
            .UInt16(DicomTags.Rows, 1)
            .UInt16(DicomTags.Columns, 1)
            .UInt16(DicomTags.BitsAllocated, 8)
            .UInt16(DicomTags.PixelRepresentation, 0)
            .Pixels(new byte[Frames]);
        Assert.Equal(Fault.TooLarge, Fails(file.ToArray()).Fault);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Read_DeepSequences_AreTooLarge(bool defined)
    {
        const int Depth = 20_000;
        var file = DicomBytes.Part10().Text(DicomTags.SopClassUid, "UI", SopClass.Ct);
        for (var level = 0; level < Depth; level++)
        {
            var left = (uint)(Depth - level) * 20;
            file.Head(DicomTags.ReferencedSeriesSequence, "SQ", defined ? left - 12 : Undefined)
                .Item(DicomTags.Item, defined ? left - 20 : Undefined);
        }

        Assert.Equal(Fault.TooLarge, Fails(file.ToArray()).Fault);
    }

    [Fact]
    public void Read_ValueLongerThanItsItem_IsCorrupt()
    {
        var file = DicomBytes
            .Part10()
            .Text(DicomTags.SopClassUid, "UI", SopClass.Ct)
            .Head(DicomTags.ReferencedSeriesSequence, "SQ", 18)
            .Item(DicomTags.Item, 10)
            .Head(DicomTags.PatientId, "LO", 40)
            .Raw(1, 2)
            .Raw(new byte[100]);
        var error = Fails(file.ToArray());
        Assert.Equal((Fault.Corrupt, "(0010,0020)"), (error.Fault, error.Entry));
    }

    [Fact]
    public void Read_AttributeOfMegabytes_IsTooLarge() =>
        Assert.Equal(Fault.TooLarge, Fails(DicomBytes.Part10().Head(DicomTags.PatientId, "UT", 5000).Raw(new byte[5000]).ToArray()).Fault);

    [Fact]
    public void Read_DeflatedZeros_StopAtWhatTheFileHasEarned()
    {
        using var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            for (var i = 0; i < 100; i++)
            {
                deflate.Write(new byte[1 << 20]);
            }
        }

        var file = DicomBytes.Part10("1.2.840.10008.1.2.1.99").Raw(packed.ToArray()).ToArray();
        var limits = ReadLimits.Default with { IndexBytesBase = 1 << 20 };
        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<DatasetFormatException>(() =>
            new DicomFormat().Read(DicomFixtures.Source(file), limits, Leniency.Strict)
        );
        Assert.Equal(Fault.TooLarge, error.Fault);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 8 << 20);
    }

    [Theory]
    [InlineData("1\\2", "1053")]
    [InlineData("one", "1053")]
    [InlineData("NaN", "1053")]
    public void Read_SlopeThatIsNoNumber_NamesTheTag(string slope, string element)
    {
        var error = Fails(DicomBytes.CtHeader().Text(DicomTags.RescaleSlope, "DS", slope).Pixels(new byte[12]).ToArray());
        Assert.Equal((Fault.Corrupt, $"(0028,{element})"), (error.Fault, error.Entry));
    }

    [Fact]
    public void Read_UnknownVr_IsSkipped()
    {
        var file = DicomBytes
            .CtHeader()
            .Raw(0x29, 0, 0x10, 0, (byte)'Z', (byte)'Z', 0, 0)
            .UInt32(3)
            .Raw(1, 2, 3)
            .Pixels(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
        Assert.Equal(1, ReadAll(file.ToArray()).Rows);
    }
}
