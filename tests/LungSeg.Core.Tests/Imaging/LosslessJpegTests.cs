using LungSeg.Core.Bytes;
using LungSeg.Core.Formats;
using LungSeg.Core.Formats.Dicom;
using LungSeg.Core.Imaging;
using LungSeg.Core.Model;
using LungSeg.Core.Tests.Fixtures;
using Xunit;

namespace LungSeg.Core.Tests.Imaging;

/// <summary>Damaged lossless JPEG; whole ones are among the fixtures of <c>DicomGoldenTests</c>.</summary>
public sealed class LosslessJpegTests
{
    private static readonly SourceName Name = new("a.dcm", null, "dicom");

    // One line of 3 samples of 8 bits, predictor 1. The codes: 0 is no difference, 10 one of 1 bit.
    private static readonly byte[] Tiny =
    [
        .. (byte[])[0xFF, 0xD8],
        .. (byte[])[0xFF, 0xC4, 0, 21, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1],
        .. (byte[])[0xFF, 0xC3, 0, 11, 8, 0, 1, 0, 3, 1, 1, 0x11, 0],
        .. (byte[])[0xFF, 0xDA, 0, 8, 1, 1, 0, 1, 0, 0],
        // No difference from 128; 1 more; 1 less: 0, 10 1, 10 0, then 1 to the end of the byte.
        .. (byte[])[0b0101_1001, 0xFF, 0xD9],
    ];

    private static ushort[] Decode(byte[] jpeg, int height = 1, int width = 3)
    {
        var samples = new ushort[height * width];
        new LosslessJpeg(Name, 0).Decode(jpeg, new SliceSize(height, width), 8, samples);
        return samples;
    }

    [Fact]
    public void Decode_DifferencesByHand_AddUp() => Assert.Equal(new ushort[] { 128, 129, 128 }, Decode(Tiny));

    [Theory]
    [InlineData(1, 4)]
    [InlineData(2, 3)]
    public void Decode_OtherSizeThanStated_IsCorrupt(int height, int width)
    {
        var error = Assert.Throws<DatasetFormatException>(() => Decode(Tiny, height, width));
        Assert.Equal((Fault.Corrupt, 29L), (error.Fault, error.Offset));
    }

    [Fact]
    public void Decode_EveryPrefix_Throws()
    {
        // The last two bytes are the end-of-image marker, which the samples do not need.
        for (var length = 0; length < Tiny.Length - 2; length++)
        {
            var error = Assert.Throws<DatasetFormatException>(() => Decode(Tiny[..length]));
            Assert.InRange(error.Offset!.Value, 0, length);
        }
    }

    [Fact]
    public void Decode_FlippedBytes_ThrowsNothingElse()
    {
        var random = new Random(39);
        for (var i = 0; i < 5000; i++)
        {
            var damaged = (byte[])Tiny.Clone();
            damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
            try
            {
                Decode(damaged);
            }
            catch (DatasetFormatException) { }
        }
    }

    [Fact]
    public void Decode_OtherProcess_IsUnsupported()
    {
        var baseline = (byte[])Tiny.Clone();
        baseline[26] = 0xC0;
        Assert.Equal(Fault.Unsupported, Assert.Throws<DatasetFormatException>(() => Decode(baseline)).Fault);
    }

    [Fact]
    public void Read_LyingSize_TakesNoMemoryThatTheFileHasNotShown()
    {
        // 65535 x 65535 pixels in a file of a kilobyte: a pixel takes a bit at least.
        var bytes = DicomFixtures.Bytes("jpeg1_i16.dcm");
        foreach (var tag in new byte[] { 0x10, 0x11 })
        {
            var at = bytes.AsSpan().IndexOf((byte[])[0x28, 0, tag, 0, (byte)'U', (byte)'S']);
            (bytes[at + 8], bytes[at + 9]) = (0xFF, 0xFF);
        }
        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<DatasetFormatException>(() =>
            new DicomFormat().Read(DicomFixtures.Source(bytes), ReadLimits.Default, Leniency.Strict)
        );
        Assert.Equal(Fault.Truncated, error.Fault);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }
}
