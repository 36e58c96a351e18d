using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using LungSeg.Core.Bytes;
using LungSeg.Core.Bytes.Compression;
using LungSeg.Core.Tests.Fixtures;
using Xunit;

namespace LungSeg.Core.Tests.Bytes.Compression;

/// <summary>Small files that announce much: what they may take is 64 MB and four times their size.</summary>
[Collection(Measured.Name)]
public sealed class CompressedHostileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private DatasetFormatException? Measure(byte[] packed)
    {
        var before = GC.GetTotalAllocatedBytes(precise: true);
        var (content, damage) = CompressedInput.Unpack(
            BinaryFixtures.Source(packed),
            CompressedInput.Identify(packed),
            _folder.Path,
            ReadLimits.Default
        );
        content.Dispose();
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, (64L << 20) + (4 * packed.Length));
        return damage;
    }

    /// <summary>xz 5.3.1: the byte behind LZMA2's id and size is the dictionary's size, 40 for 4 GiB.</summary>
    [Theory]
    [InlineData(40)]
    [InlineData(39)]
    [InlineData(37)]
    [InlineData(31)]
    public void Unpack_XzDictionaryOfGigabytes_IsNotTakenAtItsWord(byte size)
    {
        const int HeaderAt = 12;
        var packed = BinaryFixtures.Packed.Bytes("check_crc64.xz");
        var length = (packed[HeaderAt] + 1) * 4;
        Assert.Equal([0x21, 1], packed[(HeaderAt + 2)..(HeaderAt + 4)]);
        packed[HeaderAt + 4] = size;
        BinaryPrimitives.WriteUInt32LittleEndian(
            packed.AsSpan(HeaderAt + length - 4),
            Crc32.HashToUInt32(packed.AsSpan(HeaderAt, length - 4))
        );
        Assert.True(Measure(packed) is null or { Fault: Fault.Corrupt });
    }

    /// <summary>RFC 8878 3.1.1.1.2: window descriptor, exponent 31 is a window of 2 TiB.</summary>
    [Theory]
    [InlineData(31)]
    [InlineData(21)]
    [InlineData(18)]
    public void Unpack_ZstandardWindowOfGigabytes_IsUnsupported(int exponent)
    {
        byte[] packed = [0x28, 0xb5, 0x2f, 0xfd, 0x00, (byte)(exponent << 3), 0x01, 0x00, 0x00];
        Assert.Equal(Fault.Unsupported, Measure(packed)!.Fault);
    }

    [Fact]
    public void Unpack_GzipNameWithoutEnd_IsCorrupt()
    {
        byte[] packed = [0x1f, 0x8b, 8, 8, 0, 0, 0, 0, 0, 0, .. Enumerable.Repeat((byte)'x', 1 << 20)];
        var damage = Measure(packed)!;
        Assert.Equal((Fault.Corrupt, 10L), (damage.Fault, damage.Offset));
    }

    [Fact]
    public void Unpack_TwentyThousandEmptyMembers_AreNoBurden()
    {
        var empty = BinaryFixtures.Packed.Bytes("empty.gz");
        var packed = new byte[empty.Length * 20_000];
        for (var i = 0; i < 20_000; i++)
        {
            empty.CopyTo(packed, i * empty.Length);
        }
        Assert.Null(Measure(packed));
    }

    /// <summary>RFC 1950 2.2: FDICT asks for a dictionary. zlib's answer is an IOException by type.</summary>
    [Fact]
    public void Read_ZlibWithPresetDictionary_IsDamagedData()
    {
        using var source = BinaryFixtures.Source([0x78, 0x20, 0, 0, 0, 1, 0x03, 0]);
        var error = Assert.Throws<DatasetFormatException>(() => Read(source));
        Assert.Equal(Fault.Corrupt, error.Fault);
    }

    [Fact]
    public void Read_SourceThatCannotBeRead_IsNoDamage()
    {
        using var source = new BrokenDisk();
        Assert.Equal("the disk", Assert.Throws<IOException>(() => Read(source)).Message);
    }

    private static void Read(IByteSource source)
    {
        var packed = new SourceStream(source);
        using var stream = new GuardedStream(() => new ZLibStream(packed, CompressionMode.Decompress), packed, source.Name);
        _ = stream.Read(new byte[16], 0, 16);
    }

    private sealed class BrokenDisk : IByteSource
    {
        public SourceName Name { get; } = new("broken", null, "zlib");

        public long Length => 100;

        public int Read(long offset, Span<byte> destination) => throw new IOException("the disk");

        public void Dispose() { }
    }
}
