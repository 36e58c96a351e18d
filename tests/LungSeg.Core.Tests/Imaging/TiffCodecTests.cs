using System.Runtime.InteropServices;
using LungSeg.Core.Bytes;
using LungSeg.Core.Imaging;
using Xunit;

namespace LungSeg.Core.Tests.Imaging;

public sealed class TiffCodecTests
{
    private static readonly short[] Shorts = [-3024, -1, 0, 1, 3071, short.MinValue, short.MaxValue, 7, -1024, 12, 13, -14];
    private static readonly float[] Floats = [-0.0f, 0.5f, -1024, 3e38f, -1e-40f, 1, 2, 3, 4, 5, 6, float.NegativeInfinity];

    public static TheoryData<string, byte[]> Samples { get; } =
        new()
        {
            { nameof(TiffSample.UInt8), [0, 1, 2, 127, 128, 255, 6, 7, 8, 9, 10, 11] },
            { nameof(TiffSample.Int16), MemoryMarshal.AsBytes<short>(Shorts).ToArray() },
            { nameof(TiffSample.Float32), MemoryMarshal.AsBytes<float>(Floats).ToArray() },
        };

    [Theory]
    [MemberData(nameof(Samples))]
    public void Encode_AnyType_KeepsEveryBit(string type, byte[] samples)
    {
        var sample = Enum.Parse<TiffSample>(type);
        var tiff = TiffCodec.Encode(samples, new(3, 4), sample);
        using var source = new MemoryByteSource(tiff, new SourceName("a.tif", null, "tiff"));
        var header = TiffReader.ReadHeader(source, ReadLimits.Default);
        Assert.Equal(new(3, 4), header.Size);
        Assert.Equal(("uif"[(int)sample], sample.GetBytes()), (header.Kind, header.SampleBytes));
        Assert.Equal(samples, TiffReader.Read(source, header));
        Assert.Equal(tiff, TiffCodec.Encode(samples, new(3, 4), sample));
    }

    [Fact]
    public void Read_DeflatedStripWithAnotherChecksum_IsDamaged()
    {
        // Random bytes do not compress: among these lengths the checksum lies in another 8 KB than the last pixel.
        for (var width = 8160; width < 8200; width++)
        {
            var samples = new byte[width];
            new Random(width).NextBytes(samples);
            var tiff = TiffCodec.Encode(samples, new(1, width), TiffSample.UInt8);
            using var source = new MemoryByteSource(tiff, new SourceName("a.tif", null, "tiff"));
            var header = TiffReader.ReadHeader(source, ReadLimits.Default);
            var (offset, length) = Assert.Single(header.Strips);
            tiff[offset + length - 1] ^= 1;
            var error = Assert.Throws<DatasetFormatException>(() => TiffReader.Read(source, header));
            Assert.Equal((Fault.Corrupt, offset), (error.Fault, error.Offset));
        }
    }

    /// <summary>RFC 1950 2.2: FDICT asks for a dictionary, which TIFF does not have.</summary>
    [Fact]
    public void Read_DeflatedStripWithPresetDictionary_IsDamaged()
    {
        var tiff = TiffCodec.Encode(new byte[12], new(3, 4), TiffSample.UInt8);
        using var source = new MemoryByteSource(tiff, new SourceName("a.tif", null, "tiff"));
        var header = TiffReader.ReadHeader(source, ReadLimits.Default);
        var (offset, _) = Assert.Single(header.Strips);
        (tiff[offset], tiff[offset + 1]) = (0x78, 0x20);
        Assert.Equal(Fault.Corrupt, Assert.Throws<DatasetFormatException>(() => TiffReader.Read(source, header)).Fault);
    }

    [Fact]
    public void Encode_WrongNumberOfBytes_IsRefused() =>
        Assert.Throws<ArgumentException>(() => TiffCodec.Encode(new byte[11], new(3, 4), TiffSample.UInt8));

    [Fact]
    public void Decode_NoTiff_SaysSo()
    {
        using var source = new MemoryByteSource("not a picture at all"u8.ToArray(), new SourceName("a.tif", null, "tiff"));
        var error = Assert.Throws<DatasetFormatException>(() => TiffReader.ReadHeader(source, ReadLimits.Default));
        Assert.Equal(("tiff", (long?)0), (error.Format, error.Offset));
    }
}
