using System.IO.Compression;
using LungSeg.Core.Bytes.Compression;
using LungSeg.Core.Bytes.Outputs;
using SharpCompress.Compressors.ZStandard;
using Xunit;

namespace LungSeg.Core.Tests.Bytes.Compression;

public sealed class PackedFileTests
{
    // Three pieces and a bit.
    private const int Several = (3 << 20) + 12345;

    [Theory]
    [InlineData("a.pkl.gz", "Gzip")]
    [InlineData("A.PKL.GZ", "Gzip")]
    [InlineData("a.pkl.zst", "Zstandard")]
    [InlineData("a.pkl", "None")]
    [InlineData("gz", "None")]
    public void GetPacking_Name_IsWhatItsEndingSays(string name, string expected) =>
        Assert.Equal(expected, PackedFile.GetPacking(name).ToString());

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1 << 20)]
    [InlineData(Several)]
    public void Gzip_AnyLength_UnpacksWithDotNet(int length)
    {
        var content = Content(length);
        using var unpacked = new MemoryStream();
        using (var gzip = new GZipStream(new MemoryStream(Gzip(content, 2)), CompressionMode.Decompress))
        {
            gzip.CopyTo(unpacked);
        }
        Assert.Equal(content, unpacked.ToArray());
    }

    [Fact]
    public void Gzip_Header_HoldsNoTimeAndNoName() => Assert.Equal([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255], Gzip(Content(100), 1)[..10]);

    [Fact]
    public void Gzip_Trailer_IsCrcAndLength()
    {
        // CRC-32 of "123456789", the check value of the polynomial (RFC 1952 8).
        var packed = Gzip("123456789"u8.ToArray(), 1);
        Assert.Equal([0x26, 0x39, 0xf4, 0xcb, 9, 0, 0, 0], packed[^8..]);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(40)]
    public void Pack_OnMoreThreads_GivesTheSameBytes(int jobs)
    {
        var content = Content(Several);
        Assert.Equal(Gzip(content, 1), Gzip(content, jobs));
        Assert.Equal(Zstd(content, 1), Zstd(content, jobs));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(Several)]
    public void Zstd_AnyLength_IsOneFrameThatUnpacks(int length)
    {
        var content = Content(length);
        var packed = Zstd(content, 2);
        using var unpacked = new MemoryStream();
        using (var zstd = new DecompressionStream(new MemoryStream(packed), checkEndOfStream: true))
        {
            zstd.CopyTo(unpacked);
        }
        Assert.Equal(content, unpacked.ToArray());
        Assert.Equal([0x28, 0xb5, 0x2f, 0xfd], packed[..4]);

        // RFC 8878 3.1.1.1.1: a frame that says its length and carries a checksum.
        Assert.NotEqual(0, packed[4] & 0b1110_0000);
        Assert.Equal(0b100, packed[4] & 0b100);
    }

    private static byte[] Gzip(byte[] content, int jobs) => Packed(content, (source, target) => GzipPacking.Pack(source, target, jobs));

    private static byte[] Zstd(byte[] content, int jobs) => Packed(content, (source, target) => ZstdPacking.Pack(source, target, jobs));

    private static byte[] Packed(byte[] content, Action<Stream, Stream> pack)
    {
        using var source = new MemoryStream(content);
        using var target = new MemoryStream();
        pack(source, target);
        return target.ToArray();
    }

    /// <summary>Runs and noise, so that both matches and literals occur.</summary>
    private static byte[] Content(int length)
    {
        var random = new Random(5);
        var content = new byte[length];
        for (var i = 0; i < length; i++)
        {
            content[i] = i % 4096 < 2048 ? (byte)(i / 4096) : (byte)random.Next(64);
        }
        return content;
    }
}
