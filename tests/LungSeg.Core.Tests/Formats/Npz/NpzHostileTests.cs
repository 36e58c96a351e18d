using System.Buffers.Binary;
using System.IO.Compression;
using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Arrays;
using LungSeg.Core.Formats.Npz;
using LungSeg.Core.Tests.Fixtures;
using Xunit;

namespace LungSeg.Core.Tests.Formats.Npz;

[Collection(Measured.Name)]
public sealed class NpzHostileTests
{
    private const int NameAt = 46;

    private static byte[] Npy => BinaryFixtures.Npz.Bytes("stack_int8_none.npy");

    private static byte[] Zip(params ReadOnlySpan<(string Name, byte[] Bytes)> members) => Zip(CompressionLevel.NoCompression, members);

    private static byte[] Zip(CompressionLevel level, params ReadOnlySpan<(string Name, byte[] Bytes)> members)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, bytes) in members)
            {
                using var member = archive.CreateEntry(name, level).Open();
                member.Write(bytes);
            }
        }

        return stream.ToArray();
    }

    /// <summary>Place of the head in the central directory of member <paramref name="number"/> (APPNOTE 4.3.12).</summary>
    private static int Directory(ReadOnlySpan<byte> zip, int number)
    {
        var at = -1;
        for (; number >= 0; number--)
        {
            at += 1 + zip[(at + 1)..].IndexOf("PK\u0001\u0002"u8);
        }
        return at;
    }

    private static DatasetFormatException? Exercise(byte[] zip)
    {
        try
        {
            var source = BinaryFixtures.Source(zip);
            var table = NpzReader.Read(source, ReadLimits.Default);
            try
            {
                for (var row = 0L; row < table.Rows; row++)
                {
                    foreach (var column in table.Columns)
                    {
                        if (column[row].Array is { } array)
                        {
                            ArrayReader.ReadStored(array.UnpackedSource ?? source, array, new byte[array.ByteLength]);
                        }
                    }
                }
            }
            finally
            {
                foreach (var owned in table.Owned)
                {
                    owned.Dispose();
                }
            }

            return null;
        }
        catch (DatasetFormatException e)
        {
            return e;
        }
    }

    private static DatasetFormatException Fails(byte[] zip)
    {
        var before = GC.GetTotalAllocatedBytes(precise: true);
        var error = Exercise(zip);
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, (64L << 20) + (4L * zip.Length));
        Assert.NotNull(error);
        Assert.InRange(error.Offset ?? 0, 0, zip.Length);
        return error;
    }

    [Theory]
    [InlineData("stored.npz")]
    [InlineData("deflated.npz")]
    [InlineData("streamed.npz")]
    [InlineData("zip64.npz")]
    public void Read_EveryPrefix_IsTruncated(string name)
    {
        var whole = BinaryFixtures.Npz.Bytes(name);
        for (var length = 4; length < whole.Length; length++)
        {
            var error = Fails(whole[..length]);
            Assert.True(error.Fault == Fault.Truncated, $"{length}: {error.Message}");
        }
    }

    [Theory]
    [InlineData("stored.npz")]
    [InlineData("deflated.npz")]
    [InlineData("mixed.npz")]
    [InlineData("streamed.npz")]
    [InlineData("zip64.npz")]
    public void Read_FlippedBytes_NothingElseEscapes(string name)
    {
        var random = new Random(20240312);
        var whole = BinaryFixtures.Npz.Bytes(name);
        var directory = Directory(whole, 0);
        var refused = 0;
        for (var i = 0; i < 1000; i++)
        {
            var zip = whole.AsSpan().ToArray();
            for (var flips = random.Next(1, 4); flips > 0; flips--)
            {
                zip[random.Next(2) == 0 ? random.Next(zip.Length) : random.Next(directory, zip.Length)] =
                    random.Next(2) == 0 ? (byte)random.Next(256) : (byte)0xff;
            }
            if (Exercise(zip) is not { } error)
            {
                continue;
            }
            Assert.InRange(error.Offset ?? 0, 0, long.MaxValue);
            refused++;
        }

        Assert.InRange(refused, 200, 1000);
    }

    [Fact]
    public void Read_TwoMembersOfOneName_IsCorrupt()
    {
        var error = Fails(Zip(("mask.npy", Npy), ("mask.npy", Npy)));
        Assert.Equal((Fault.Corrupt, "mask.npy"), (error.Fault, error.Entry));
    }

    [Theory]
    [InlineData("../mask.npy")]
    [InlineData("/mask.npy")]
    [InlineData("a/../../mask.npy")]
    [InlineData("..\\mask.npy")]
    [InlineData("a\nb.npy")]
    [InlineData("a\u001b[2J.npy")]
    public void Read_NameThatLeadsElsewhere_IsCorrupt(string name)
    {
        var error = Fails(Zip((name, Npy)));
        Assert.Equal(Fault.Corrupt, error.Fault);
        Assert.DoesNotContain(error.Message, character => char.IsControl(character));
    }

    [Fact]
    public void Read_MemberOfAFolder_IsAColumn()
    {
        var table = NpzReader.Read(BinaryFixtures.Source(Zip(("train/mask.npy", Npy))), ReadLimits.Default);
        Assert.Equal("train/mask", Assert.Single(table.Columns).Name);
    }

    [Fact]
    public void Read_EncryptedMember_IsUnsupported()
    {
        var zip = Zip(("mask.npy", Npy));
        zip[6] |= 1;
        zip[Directory(zip, 0) + 8] |= 1;
        var error = Fails(zip);
        Assert.Equal((Fault.Unsupported, "mask.npy"), (error.Fault, error.Entry));
    }

    [Fact]
    public void Read_CompressionMethodThatIsNotKnown_IsRefused()
    {
        var zip = Zip(("mask.npy", Npy));
        zip[8] = zip[Directory(zip, 0) + 10] = 93;
        Assert.Equal("mask.npy", Fails(zip).Entry);
    }

    [Theory]
    [InlineData(20)]
    [InlineData(24)]
    public void Read_LengthThatLies_IsRefused(int field)
    {
        foreach (var level in (ReadOnlySpan<CompressionLevel>)[CompressionLevel.NoCompression, CompressionLevel.Optimal])
        {
            foreach (var length in (ReadOnlySpan<uint>)[0, 100, 0x7fffffff])
            {
                var zip = Zip(level, ("mask.npy", Npy));
                BinaryPrimitives.WriteUInt32LittleEndian(zip.AsSpan(Directory(zip, 0) + field), length);
                Assert.Equal("mask.npy", Fails(zip).Entry);
            }
        }
    }

    [Fact]
    public void Read_WrongCrcOfAPackedMember_IsCorrupt()
    {
        var zip = Zip(CompressionLevel.Optimal, ("mask.npy", Npy));
        zip[Directory(zip, 0) + 16] ^= 1;
        Assert.Equal((Fault.Corrupt, "mask.npy"), (Fails(zip).Fault, Fails(zip).Entry));
    }

    [Fact]
    public void Read_MembersThatOverlap_AreRefused()
    {
        var zip = Zip(("mask.npy", Npy), ("more.npy", Npy));
        zip.AsSpan(Directory(zip, 0) + 42, 4).CopyTo(zip.AsSpan(Directory(zip, 1) + 42));
        var error = Fails(zip);
        Assert.Equal((Fault.Corrupt, "more.npy"), (error.Fault, error.Entry));
    }

    [Fact]
    public void Read_MoreThanTheLimitInAllMembers_IsTooLarge()
    {
        var zip = Zip(CompressionLevel.Optimal, ("a.npy", Npy), ("b.npy", Npy), ("c.npy", Npy));
        var error = Assert.Throws<DatasetFormatException>(() =>
            NpzReader.Read(BinaryFixtures.Source(zip), ReadLimits.Default with { MaxUnpackedBytes = 400 })
        );
        Assert.Equal((Fault.TooLarge, "c.npy"), (error.Fault, error.Entry));
    }

    [Fact]
    public void Read_SixtyThousandMembers_IsTooLarge()
    {
        var one = Zip(("a.npy", []));
        var head = one.AsSpan(Directory(one, 0), NameAt + 5);
        var zip = new byte[one.Length + (head.Length * 59_999)];
        one.AsSpan(0, Directory(one, 0)).CopyTo(zip);
        for (var i = 0; i < 60_000; i++)
        {
            head.CopyTo(zip.AsSpan(Directory(one, 0) + (i * head.Length)));
        }
        one.AsSpan(one.Length - 22).CopyTo(zip.AsSpan(zip.Length - 22));
        BinaryPrimitives.WriteUInt16LittleEndian(zip.AsSpan(zip.Length - 14), 60_000);
        BinaryPrimitives.WriteUInt16LittleEndian(zip.AsSpan(zip.Length - 12), 60_000);
        BinaryPrimitives.WriteInt32LittleEndian(zip.AsSpan(zip.Length - 10), head.Length * 60_000);
        Assert.Equal(Fault.TooLarge, Fails(zip).Fault);
    }

    [Fact]
    public void Read_NoMembers_IsWrongFormat() => Assert.Equal(Fault.WrongFormat, Fails(Zip()).Fault);

    [Fact]
    public void Read_MemberOfAnotherFormat_IsNamed()
    {
        var error = Fails(Zip(("mask.npy", Npy), ("notes.npy", "no array"u8.ToArray())));
        Assert.Equal((Fault.WrongFormat, "notes.npy"), (error.Fault, error.Entry));
    }

    [Fact]
    public void Read_SingleValues_AreLeftOutAndNoted()
    {
        var table = NpzReader.Read(
            BinaryFixtures.Source(Zip(("mask.npy", Npy), ("spacing.npy", BinaryFixtures.Npz.Bytes("single.npy")))),
            ReadLimits.Default
        );
        Assert.Equal("mask", Assert.Single(table.Columns).Name);
        Assert.Contains("spacing.npy", Assert.Single(table.Notes), StringComparison.Ordinal);
    }
}
