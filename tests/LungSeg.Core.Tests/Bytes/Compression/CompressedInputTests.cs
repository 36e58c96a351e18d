using LungSeg.Core.Bytes;
using LungSeg.Core.Bytes.Compression;
using LungSeg.Core.Datasets;
using LungSeg.Core.Formats;
using LungSeg.Core.Tests.Fixtures;
using Xunit;

namespace LungSeg.Core.Tests.Bytes.Compression;

public sealed class CompressedInputTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Files { get; } = [.. BinaryFixtures.Packed.Names(string.Empty)];

    public void Dispose() => _folder.Dispose();

    private DatasetOptions Options(Leniency leniency = Leniency.Strict) => new() { TemporaryFolder = _folder.Path, Leniency = leniency };

    private (byte[] Content, DatasetFormatException? Damage) Unpack(byte[] packed, Leniency leniency = Leniency.Strict)
    {
        var (content, _, damage) = InputContent.Unpack(BinaryFixtures.Source(packed), Options(leniency));
        using (content)
        {
            return (BinaryFixtures.Content(content), damage);
        }
    }

    private DatasetFormatException Fails(byte[] packed)
    {
        var error = Assert.Throws<DatasetFormatException>(() => Unpack(packed));
        Assert.InRange(error.Offset ?? 0, 0, packed.Length);
        Assert.Empty(_folder.Files);
        return error;
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Unpack_FileOfAnotherTool_GivesItsBytes(string name)
    {
        var (content, damage) = Unpack(BinaryFixtures.Packed.Bytes(name));
        Assert.Null(damage);
        Assert.Equal(BinaryFixtures.Packed[name].GetProperty("length").GetInt32(), content.Length);
        Assert.Equal(BinaryFixtures.Packed[name].GetProperty("sha256").GetString(), BinaryFixtures.Sha256(content));
    }

    [Theory]
    [InlineData("one.gz", "gzip")]
    [InlineData("one.bz2", "bz2")]
    [InlineData("check_crc64.xz", "xz")]
    [InlineData("one.zst", "zstd")]
    [InlineData("skippable.zst", "zstd")]
    [InlineData("one_deflated.zip", "zip")]
    [InlineData("one_stored.zip", "zip")]
    public void Unpack_ByContent_NamesTheCompression(string name, string compression)
    {
        var (content, found, _) = InputContent.Unpack(BinaryFixtures.Source(BinaryFixtures.Packed.Bytes(name)), Options());
        content.Dispose();
        Assert.Equal(compression, found);
    }

    [Theory]
    [InlineData("stored.npz")]
    [InlineData("deflated.npz")]
    [InlineData("numbers.npy")]
    public void Unpack_WhatIsAFormatOfItsOwn_LeavesItAlone(string name)
    {
        var source = BinaryFixtures.Source(BinaryFixtures.Npz.Bytes(name));
        var (content, compression, damage) = InputContent.Unpack(source, Options());
        Assert.Same(source, content);
        Assert.Null(compression);
        Assert.Null(damage);
    }

    [Theory]
    [InlineData("delta.xz")]
    [InlineData("several.zip")]
    public void Unpack_WhatIsNotRead_IsUnsupported(string name) =>
        Assert.Equal(Fault.Unsupported, Fails(BinaryFixtures.Packed.Bytes(name)).Fault);

    [Fact]
    public void Unpack_SeveralMembers_AreNamed()
    {
        var error = Fails(BinaryFixtures.Packed.Bytes("several.zip"));
        Assert.Contains("a.pkl, b.pkl", error.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("one.gz")]
    [InlineData("one.bz2")]
    [InlineData("check_crc64.xz")]
    [InlineData("one.zst")]
    [InlineData("one_deflated.zip")]
    public void Unpack_TemporaryFile_IsForThisUserAndGoesWithTheSource(string name)
    {
        var (content, _, _) = InputContent.Unpack(BinaryFixtures.Source(BinaryFixtures.Packed.Bytes(name)), Options());
        using (content)
        {
            Assert.InRange(_folder.Files.Count, 0, 1);
            if (!OperatingSystem.IsWindows())
            {
                foreach (var file in _folder.Files)
                {
                    Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
                }
            }
        }

        Assert.Empty(_folder.Files);
    }

    [Theory]
    [InlineData("one.gz")]
    [InlineData("one.bz2")]
    [InlineData("check_crc64.xz")]
    [InlineData("one.zst")]
    [InlineData("one_deflated.zip")]
    public void Unpack_MoreThanTheLimit_IsTooLarge(string name)
    {
        var options = Options() with { Limits = ReadLimits.Default with { MaxUnpackedBytes = 500 } };
        var error = Assert.Throws<DatasetFormatException>(() =>
            InputContent.Unpack(BinaryFixtures.Source(BinaryFixtures.Packed.Bytes(name)), options)
        );
        Assert.Equal(Fault.TooLarge, error.Fault);
        Assert.Empty(_folder.Files);
    }

    [Fact]
    public void Unpack_DiskWithTooLittleSpace_IsTooLarge()
    {
        var options = Options() with { Limits = ReadLimits.Default with { MinFreeDiskBytes = long.MaxValue / 2 } };
        var error = Assert.Throws<DatasetFormatException>(() =>
            InputContent.Unpack(BinaryFixtures.Source(BinaryFixtures.Packed.Bytes("one.gz")), options)
        );
        Assert.Equal(Fault.TooLarge, error.Fault);
    }

    /// <summary>
    /// Number of cuts that leave a whole file: between members (for bz2 also one byte behind), inside padding, after a skippable frame.
    /// </summary>
    [Theory]
    [InlineData("one.gz", 0)]
    [InlineData("stored.gz", 0)]
    [InlineData("fields.gz", 0)]
    [InlineData("two.gz", 1)]
    [InlineData("with_empty.gz", 3)]
    [InlineData("zero_padded.gz", 100)]
    [InlineData("one.bz2", 0)]
    [InlineData("two.bz2", 2)]
    [InlineData("check_none.xz", 0)]
    [InlineData("check_crc32.xz", 0)]
    [InlineData("check_sha256.xz", 0)]
    [InlineData("two.xz", 1)]
    [InlineData("blocks.xz", 0)]
    [InlineData("threads.xz", 0)]
    [InlineData("one.zst", 0)]
    [InlineData("no_checksum.zst", 0)]
    [InlineData("two.zst", 1)]
    [InlineData("skippable.zst", 2)]
    public void Unpack_EveryPrefix_IsTruncatedUnlessItIsWhole(string name, int wholeCuts)
    {
        var packed = BinaryFixtures.Packed.Bytes(name);
        var plain = Unpack(packed).Content;
        var whole = 0;
        for (var length = 6; length < packed.Length; length++)
        {
            var (salvaged, damage) = Unpack(packed[..length], Leniency.Salvage);
            Assert.True(plain.AsSpan().StartsWith(salvaged), $"{name} cut to {length}: other bytes");
            if (damage is null)
            {
                whole++;
                continue;
            }

            Assert.True(damage.Fault == Fault.Truncated, $"{name} cut to {length}: {damage.Message}");
            Assert.Equal(length, damage.Offset);
            Assert.Equal(Fault.Truncated, Fails(packed[..length]).Fault);
        }

        Assert.Equal(wholeCuts, whole);
    }

    [Theory]
    [InlineData("one_deflated.zip")]
    [InlineData("one_stored.zip")]
    public void Unpack_EveryPrefixOfAZip_IsTruncated(string name)
    {
        var packed = BinaryFixtures.Packed.Bytes(name);
        for (var length = 6; length < packed.Length; length++)
        {
            Assert.Equal(Fault.Truncated, Fails(packed[..length]).Fault);
        }
    }

    [Theory]
    [InlineData("one.gz", 5)]
    [InlineData("one.gz", 1)]
    [InlineData("one.bz2", 3)]
    [InlineData("check_crc64.xz", 1)]
    [InlineData("check_crc64.xz", 9)]
    [InlineData("check_crc64.xz", 30)]
    [InlineData("one.zst", 1)]
    [InlineData("one.zst", 200)]
    [InlineData("one_deflated.zip", 200)]
    public void Unpack_DamageNearTheEnd_IsCorruptAndNotTruncated(string name, int fromEnd)
    {
        var packed = BinaryFixtures.Packed.Bytes(name);
        packed[^fromEnd] ^= 0x10;
        Assert.Equal(Fault.Corrupt, Fails(packed).Fault);
    }

    [Theory]
    [InlineData("one.gz")]
    [InlineData("one.bz2")]
    [InlineData("check_crc64.xz")]
    [InlineData("one.zst")]
    public void Unpack_SomethingElseBehindTheEnd_IsCorruptAndSalvagesAll(string name)
    {
        var packed = BinaryFixtures.Packed.Bytes(name);
        byte[] longer = [.. packed, .. "something else that is longer than any header or trailer of these formats"u8];
        var (content, damage) = Unpack(longer, Leniency.Salvage);
        Assert.Equal(Fault.Corrupt, damage!.Fault);
        if (name == "one.gz")
        {
            Assert.Equal(packed.Length, damage.Offset);
        }

        // The bz2 decoder looks ahead and throws away the step it was filling, which here is all.
        if (name == "one.bz2")
        {
            Assert.Empty(content);
        }
        else
        {
            Assert.Equal(BinaryFixtures.Packed[name].GetProperty("sha256").GetString(), BinaryFixtures.Sha256(content));
        }
    }

    /// <summary>Where a checksum covers the data, nothing wrong may come out without a fault.</summary>
    [Theory]
    [InlineData("one.gz", true)]
    [InlineData("stored.gz", true)]
    [InlineData("fields.gz", true)]
    [InlineData("two.gz", true)]
    [InlineData("with_empty.gz", true)]
    [InlineData("one.bz2", true)]
    [InlineData("two.bz2", true)]
    [InlineData("check_crc32.xz", true)]
    [InlineData("check_crc64.xz", true)]
    [InlineData("check_sha256.xz", true)]
    [InlineData("check_none.xz", false)]
    [InlineData("two_padded.xz", true)]
    [InlineData("blocks.xz", true)]
    [InlineData("threads.xz", true)]
    [InlineData("one.zst", true)]
    [InlineData("two.zst", true)]
    [InlineData("no_checksum.zst", false)]
    [InlineData("one_deflated.zip", true)]
    [InlineData("one_stored.zip", false)]
    public void Unpack_FlippedBytes_NothingElseEscapesAndNothingWrongPasses(string name, bool isChecked)
    {
        var random = new Random(20240312);
        var whole = BinaryFixtures.Packed.Bytes(name);
        var packing = CompressedInput.Identify(whole);
        var plain = Unpack(whole).Content;
        var refused = 0;
        for (var i = 0; i < 400; i++)
        {
            var packed = whole.AsSpan().ToArray();
            for (var flips = random.Next(1, 3); flips > 0; flips--)
            {
                packed[random.Next(2) == 0 ? random.Next(packed.Length) : random.Next(Math.Min(60, packed.Length))] ^= (byte)(
                    1 << random.Next(8)
                );
            }
            if (CompressedInput.Identify(packed) != packing)
            {
                continue;
            }
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                var (content, _) = Unpack(packed);
                Assert.True(
                    !isChecked || content.Length < plain.Length || content.AsSpan().SequenceEqual(plain),
                    $"{name}, case {i}: wrong bytes passed"
                );
            }
            catch (DatasetFormatException e)
            {
                Assert.InRange(e.Offset ?? 0, 0, packed.Length);
                refused++;
            }

            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, (64L << 20) + (4 * packed.Length));
        }

        Assert.InRange(refused, isChecked ? 50 : 5, 400);
    }
}
