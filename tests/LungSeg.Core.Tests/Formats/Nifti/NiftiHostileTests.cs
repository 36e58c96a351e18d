using System.Buffers.Binary;
using System.IO.Compression;
using LungSeg.Core.Bytes;
using LungSeg.Core.Datasets;
using LungSeg.Core.Formats;
using LungSeg.Core.Formats.Arrays;
using LungSeg.Core.Formats.Nifti;
using LungSeg.Core.Tests.Bytes.Compression;
using LungSeg.Core.Tests.Fixtures;
using Xunit;

namespace LungSeg.Core.Tests.Formats.Nifti;

public sealed class NiftiHostileTests
{
    private static DatasetFormatException Fails(byte[] file, Leniency leniency = Leniency.Strict)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<DatasetFormatException>(() => NiftiReader.Read(BinaryFixtures.Source(file), leniency));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        Assert.InRange(error.Offset!.Value, 0, file.Length);
        return error;
    }

    /// <summary>The fixture of int16 [3, 4, 5] with other bytes from <paramref name="offset"/> on.</summary>
    private static byte[] Changed(int offset, params ReadOnlySpan<byte> bytes)
    {
        var file = BinaryFixtures.Nifti.Bytes("int16_little.nii");
        bytes.CopyTo(file.AsSpan(offset));
        return file;
    }

    private static byte[] WithShort(int offset, short value)
    {
        Span<byte> bytes = stackalloc byte[2];
        BinaryPrimitives.WriteInt16LittleEndian(bytes, value);
        return Changed(offset, bytes);
    }

    private static byte[] WithFloat(int offset, float value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
        return Changed(offset, bytes);
    }

    [Theory]
    [InlineData("int16_little.nii")]
    [InlineData("scaled_int16_big.nii")]
    [InlineData("slice.nii")]
    public void Read_EveryPrefix_IsTruncated(string name)
    {
        var whole = BinaryFixtures.Nifti.Bytes(name);
        for (var length = 0; length < whole.Length; length++)
        {
            Assert.Equal(Fault.Truncated, Fails(whole[..length]).Fault);
        }
    }

    [Fact]
    public void Read_EveryPrefixOfAVolume_SalvagesItsWholeSlices()
    {
        var whole = BinaryFixtures.Nifti.Bytes("int16_little.nii");
        for (var length = 352; length < whole.Length; length++)
        {
            var slices = (length - 352) / 40;
            if (slices == 0)
            {
                Assert.Equal(Fault.Truncated, Fails(whole[..length], Leniency.Salvage).Fault);
                continue;
            }

            var source = BinaryFixtures.Source(whole[..length]);
            var table = NiftiReader.Read(source, Leniency.Salvage);
            Assert.Equal((slices, Fault.Truncated), ((int)table.Rows, table.Damage!.Fault));
            var values = new byte[40];
            ArrayReader.Read(source, table.Columns[0][slices - 1].Array!, values);
            Assert.Equal(whole[(352 + (40 * (slices - 1)))..(352 + (40 * slices))], values);
        }
    }

    [Theory]
    [InlineData(40, 0)]
    [InlineData(40, -3)]
    [InlineData(40, 8)]
    [InlineData(40, 32767)]
    [InlineData(42, 0)]
    [InlineData(44, -1)]
    [InlineData(46, -32768)]
    public void Read_LengthsThatAreNone_AreCorrupt(int offset, short value)
    {
        var error = Fails(WithShort(offset, value));
        Assert.Equal((Fault.Corrupt, (long)offset), (error.Fault, error.Offset));
    }

    [Fact]
    public void Read_AllLengthsAtTheirLargest_IsTruncated()
    {
        var file = WithShort(42, short.MaxValue);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(44), short.MaxValue);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(46), short.MaxValue);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(70), 64);
        var error = Fails(file);
        Assert.Equal((Fault.Truncated, 352L), (error.Fault, error.Offset));

        // 32767^3 x 8: nothing was cut to 32 bits.
        Assert.Contains("281449207693304", error.Detail.Replace(",", string.Empty, StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(40, 1, 40)]
    [InlineData(70, 0, 70)]
    [InlineData(70, 1, 70)]
    [InlineData(70, 32, 70)]
    [InlineData(70, 128, 70)]
    [InlineData(70, 1536, 70)]
    [InlineData(70, 1792, 70)]
    [InlineData(70, -4, 70)]
    public void Read_WhatIsNotRead_IsUnsupported(int offset, short value, long at)
    {
        var error = Fails(WithShort(offset, value));
        Assert.Equal((Fault.Unsupported, at), (error.Fault, error.Offset));
    }

    [Fact]
    public void Read_SeriesOfVolumes_IsUnsupported()
    {
        var file = WithShort(40, 4);
        file[48] = 2;
        var error = Fails(file);
        Assert.Equal((Fault.Unsupported, 48L), (error.Fault, error.Offset));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    [InlineData(-352f)]
    [InlineData(0f)]
    [InlineData(351f)]
    [InlineData(352.5f)]
    [InlineData(float.MaxValue)]
    public void Read_VoxelsThatStartNowhere_AreCorrupt(float offset)
    {
        var error = Fails(WithFloat(108, offset));
        Assert.Equal((Fault.Corrupt, 108L), (error.Fault, error.Offset));
    }

    [Theory]
    [InlineData(353f)]
    [InlineData(1e9f)]
    [InlineData(4e18f)]
    public void Read_VoxelsBehindTheEnd_AreTruncated(float offset) => Assert.Equal(Fault.Truncated, Fails(WithFloat(108, offset)).Fault);

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Read_SlopeWithoutIntercept_IsCorrupt(float intercept)
    {
        var file = WithFloat(112, 2);
        BinaryPrimitives.WriteSingleLittleEndian(file.AsSpan(116), intercept);
        Assert.Equal((Fault.Corrupt, 116L), (Fails(file).Fault, Fails(file).Offset));
    }

    [Fact]
    public void Read_HeaderOfAPair_SaysWhatToDo()
    {
        var error = Fails(Changed(344, (byte)'n', (byte)'i', (byte)'1', 0));
        Assert.Equal((Fault.Unsupported, 344L), (error.Fault, error.Offset));
        Assert.Contains(".img", error.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_Analyze_IsWrongFormat() =>
        Assert.Equal((Fault.WrongFormat, 344L), (Fails(Changed(344, 0, 0, 0, 0)).Fault, Fails(Changed(344, 0, 0, 0, 0)).Offset));

    [Fact]
    public void Read_LengthOfNifti2_NeedsItsHeader()
    {
        Assert.Equal((Fault.Truncated, 0L), (Fails(Changed(0, 0x1c, 2, 0, 0)).Fault, Fails(Changed(0, 0x1c, 2, 0, 0)).Offset));
        Assert.Equal(Fault.Truncated, Fails(Changed(0, 0, 0, 2, 0x1c)).Fault);
    }

    [Fact]
    public void Read_SomethingElse_IsWrongFormat() => Assert.Equal(Fault.WrongFormat, Fails("no header at all"u8.ToArray()).Fault);

    [Fact]
    public void Read_FileThatShrankSince_IsTruncated()
    {
        var whole = BinaryFixtures.Nifti.Bytes("scaled_int16_little.nii");
        var array = NiftiReader.Read(BinaryFixtures.Source(whole), Leniency.Strict).Columns[0][2].Array!;
        var error = Assert.Throws<DatasetFormatException>(() =>
            ArrayReader.Read(BinaryFixtures.Source(whole[..440]), array, new byte[array.ByteLength])
        );
        Assert.Equal((Fault.Truncated, 432L), (error.Fault, error.Offset));
    }

    [Fact]
    public void Open_PackedBomb_IsTooLarge()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "bomb.nii.gz");
        using (var gzip = new GZipStream(File.Create(path), CompressionLevel.Fastest))
        {
            gzip.Write(BinaryFixtures.Nifti.Bytes("int16_little.nii"));
            gzip.Write(new byte[4 << 20]);
        }

        var options = new DatasetOptions { Limits = ReadLimits.Default with { MaxUnpackedBytes = 1 << 20 }, TemporaryFolder = folder.Path };
        Assert.Equal(Fault.TooLarge, Assert.Throws<DatasetFormatException>(() => Dataset.Open(path, options)).Fault);
    }

    [Fact]
    public void Read_FlippedBytes_NothingElseEscapes()
    {
        var random = new Random(20240312);
        string[] names = ["int16_little.nii", "float64_big.nii", "scaled_float32_big.nii", "seven_axes.nii", "spaced.nii", "extension.nii"];
        var refused = 0;
        for (var i = 0; i < 6000; i++)
        {
            var file = BinaryFixtures.Nifti.Bytes(names[i % names.Length]);
            for (var flips = random.Next(1, 4); flips > 0; flips--)
            {
                file[random.Next(2) == 0 ? random.Next(40, 124) : random.Next(file.Length)] = (byte)random.Next(256);
            }
            try
            {
                var source = BinaryFixtures.Source(file);
                var table = NiftiReader.Read(source, i % 2 == 0 ? Leniency.Strict : Leniency.Salvage);
                Assert.InRange(table.Rows, 1, file.Length);
                for (var row = 0; row < table.Rows; row++)
                {
                    var array = table.Columns[0][row].Array!;
                    ArrayReader.Read(source, array, new byte[array.ByteLength]);
                }
            }
            catch (DatasetFormatException e)
            {
                Assert.InRange(e.Offset!.Value, 0, file.Length);
                refused++;
            }
        }

        Assert.InRange(refused, 1000, 5900);
    }
}
