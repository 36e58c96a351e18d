using System.Buffers.Binary;
using LungSeg.Core.Bytes;
using LungSeg.Core.Datasets;
using LungSeg.Core.Formats.Arrays;
using LungSeg.Core.Formats.Hdf5;
using LungSeg.Core.Formats.Tar;
using LungSeg.Core.Imaging;
using LungSeg.Core.Tests.Conversion;
using LungSeg.Core.Tests.Fixtures;
using Xunit;

namespace LungSeg.Core.Tests.Formats.ReadBack;

/// <summary>Written sets that are cut, changed or lie about their lengths: one error, and memory that the file has shown.</summary>
public sealed class ReadBackHostileTests : IDisposable
{
    private const long Allowance = 64L << 20;
    private readonly string _folder = Directory.CreateTempSubdirectory("lungseg-hostile-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("parquet", ".parquet")]
    [InlineData("hdf5", ".h5")]
    [InlineData("webdataset", ".tar")]
    public void Read_EveryPrefix_IsAnErrorOrLacksRows(string format, string suffix)
    {
        var whole = File.ReadAllBytes(Write(format));
        for (var length = 1; length < whole.Length; length += 1 + (whole.Length / 150))
        {
            // A tar may lack some of the zeros at its end.
            var lacksZeros = suffix == ".tar" && !whole.AsSpan(length).ContainsAnyExcept((byte)0);
            Assert.True(lacksZeros || TryRead(whole[..length], suffix) != 3, $"{length} of {whole.Length} bytes");
        }
        Assert.Equal(3, TryRead(whole, suffix));
    }

    [Theory]
    [InlineData("parquet", ".parquet")]
    [InlineData("hdf5", ".h5")]
    [InlineData("webdataset", ".tar")]
    public void Read_ChangedBytes_ThrowsNothingElseAndTakesLittle(string format, string suffix)
    {
        var whole = File.ReadAllBytes(Write(format));
        var random = new Random(39);
        for (var number = 0; number < 150; number++)
        {
            var changed = whole.ToArray();
            for (var i = random.Next(1, 4); i > 0; i--)
            {
                changed[random.Next(changed.Length)] = (byte)(random.Next(2) == 0 ? 0xFF : random.Next(256));
            }
            TryRead(changed, suffix);
        }
    }

    [Fact]
    public void Read_Hdf5WithAnotherByteInAHeader_SaysThatItsChecksumIsWrong()
    {
        var whole = File.ReadAllBytes(Write("hdf5"));
        var at = whole.AsSpan().IndexOf("hu_array_old"u8);
        whole[at] = (byte)'H';
        var error = Assert.Throws<DatasetFormatException>(() => Hdf5Reader.Read(BinaryFixtures.Source(whole), ReadLimits.Default));
        Assert.Equal(Fault.Corrupt, error.Fault);
        Assert.Contains("checksum", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_Hdf5OfHugeSlices_TakesNoMemoryForThem()
    {
        var whole = File.ReadAllBytes(Write("hdf5"));
        foreach (var at in FindAll(whole, "OHDR"u8))
        {
            // Chunk and shape say 2^15 x 2^15 px: the sizes of the chunks, one or two bytes each, are too short for that.
            ReplaceAll(
                whole.AsSpan(at),
                [24, 0, 0, 0, 0, 0, 0, 0, 40, 0, 0, 0, 0, 0, 0, 0],
                [0, 0x80, 0, 0, 0, 0, 0, 0, 0, 0x80, 0, 0, 0, 0, 0, 0]
            );
        }
        RestoreChecksums(whole);
        var error = Assert.Throws<DatasetFormatException>(() => Hdf5Reader.Read(BinaryFixtures.Source(whole), ReadLimits.Default));
        Assert.Contains("chunks of 1 x 24 x 40", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_Hdf5OfTwoSlicesWithASingleChunk_IsCorrupt()
    {
        var whole = WriteSingleChunk();
        ReplaceAll(whole, [1, 0, 0, 0, 0, 0, 0, 0, 24, 0, 0, 0, 0, 0, 0, 0], [2, 0, 0, 0, 0, 0, 0, 0, 24, 0, 0, 0, 0, 0, 0, 0]);
        RestoreChecksums(whole);
        var error = Assert.Throws<DatasetFormatException>(() => Hdf5Reader.Read(BinaryFixtures.Source(whole), ReadLimits.Default));
        Assert.Equal(Fault.Corrupt, error.Fault);
        Assert.Contains("2 slices, and one chunk", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_Hdf5SingleChunkWithoutAFilter_SaysSo()
    {
        var whole = WriteSingleChunk();

        // Lengths of a chunk, size of an element, kind of index, size of the chunk, filters that were skipped.
        whole[whole.AsSpan().IndexOf((ReadOnlySpan<byte>)[1, 24, 40, 2, 1]) + 13] = 1;
        RestoreChecksums(whole);
        var index = Hdf5Reader.Read(BinaryFixtures.Source(whole), ReadLimits.Default);
        var error = Assert.Throws<DatasetFormatException>(() => index.Columns.Single()[0]);
        Assert.Contains("a chunk without its filters", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_Hdf5OfFilterZero_SaysSo()
    {
        var whole = WriteSingleChunk();

        // Version 2, two filters, of which the first is shuffle.
        whole[whole.AsSpan().IndexOf((ReadOnlySpan<byte>)[2, 2, 2, 0]) + 2] = 0;
        RestoreChecksums(whole);
        var error = Assert.Throws<DatasetFormatException>(() => Hdf5Reader.Read(BinaryFixtures.Source(whole), ReadLimits.Default));
        Assert.Contains("packed by filter 0", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Decode_TiffOfFewBytesThatSaysManyPixels_IsRefusedBeforeTheyAreTaken()
    {
        var tiff = TiffCodec.Encode(new byte[12], new(3, 4), TiffSample.UInt8);
        foreach (var tag in new[] { 256, 257, 278 })
        {
            var at = FindTag(tiff, tag);
            BinaryPrimitives.WriteUInt16LittleEndian(tiff.AsSpan(at + 2), 4);
            BinaryPrimitives.WriteUInt32LittleEndian(tiff.AsSpan(at + 8), 8000);
        }
        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<DatasetFormatException>(() => TiffReader.ReadHeader(BinaryFixtures.Source(tiff), ReadLimits.Default));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        Assert.Contains("64000000 bytes", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../outside.npy", "outside")]
    [InlineData("/etc/outside.npy", "outside")]
    public void List_TarWithANameThatLeadsOut_IsRefused(string name, string shown)
    {
        var archive = new MemoryStream();
        TarMember.Append(archive, name, [1, 2, 3]);
        archive.Write(TarMember.End);
        var error = Assert.Throws<DatasetFormatException>(() =>
            TarReader.List(BinaryFixtures.Source(archive.ToArray()), ReadLimits.Default)
        );
        Assert.Contains(shown, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void List_TarMemberLongerThanTheArchive_IsTruncated()
    {
        var archive = new MemoryStream();
        TarMember.Append(archive, "a.npy", new byte[600]);
        var cut = archive.ToArray()[..1024];
        var error = Assert.Throws<DatasetFormatException>(() => TarReader.List(BinaryFixtures.Source(cut), ReadLimits.Default));
        Assert.Equal((Fault.Truncated, 512L), (error.Fault, error.Offset));
    }

    [Fact]
    public void Read_TarWithTwoMembersOfOneName_IsRefused()
    {
        var archive = new MemoryStream();
        TarMember.Append(archive, "a.npy", [1]);
        TarMember.Append(archive, "a.npy", [2]);
        archive.Write(TarMember.End);
        Assert.Throws<DatasetFormatException>(() => TarReader.List(BinaryFixtures.Source(archive.ToArray()), ReadLimits.Default));
    }

    /// <summary>One slice of int16 in a data set [1, 24, 40], which is one chunk.</summary>
    private static byte[] WriteSingleChunk()
    {
        var stream = new MemoryStream();
        var stack = Hdf5Stack.Create("hu_array_old", new DType('i', 2, ByteOrder.Little), 1, new(24, 40));
        using (var writer = new Hdf5Writer(stream, [stack], []))
        {
            writer.Write(stack, 0, new byte[24 * 40 * 2]);
        }
        return stream.ToArray();
    }

    /// <summary>The sample in a format; of archives the first one.</summary>
    private string Write(string format)
    {
        var options = ExportSample.OptionsOf(format, _folder);
        ExportSample.Convert(ExportSample.Write(Path.Combine(_folder, "in.pkl")), options);
        return Directory.Exists(options.Output) ? Directory.GetFiles(options.Output, "*.tar").Single() : options.Output;
    }

    /// <summary>Reads all arrays of a file; number of rows, or null where it is refused.</summary>
    private long? TryRead(byte[] bytes, string suffix)
    {
        var path = Path.Combine(_folder, "case" + suffix);
        File.WriteAllBytes(path, bytes);
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            using var dataset = Dataset.Open(path);
            foreach (var row in dataset.Rows)
            {
                using var sample = row.Load();
                foreach (var array in new[] { row.Mask, row.Hu, row.HuOld })
                {
                    if (array is not null)
                    {
                        sample.ReadValues(array);
                    }
                }
                _ = row.LabelText;
            }
            return dataset.RowCount;
        }
        catch (DatasetFormatException)
        {
            return null;
        }
        finally
        {
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Allowance);
        }
    }

    private static List<int> FindAll(byte[] bytes, ReadOnlySpan<byte> sought)
    {
        var found = new List<int>();
        for (var at = 0; at < bytes.Length; at++)
        {
            if (bytes.AsSpan(at).StartsWith(sought))
            {
                found.Add(at);
            }
        }
        return found;
    }

    private static void ReplaceAll(Span<byte> bytes, ReadOnlySpan<byte> old, ReadOnlySpan<byte> replacement)
    {
        for (var at = bytes.IndexOf(old); at >= 0; at = bytes.IndexOf(old))
        {
            replacement.CopyTo(bytes[at..]);
        }
    }

    /// <summary>Makes the checksums of object headers right again: version 2, sizes of eight bytes, no times.</summary>
    private static void RestoreChecksums(byte[] bytes)
    {
        foreach (var at in FindAll(bytes, "OHDR"u8))
        {
            var length = 14 + BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at + 6));
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(at + length), Hdf5Fields.ComputeChecksum(bytes.AsSpan(at, length)));
        }
    }

    private static int FindTag(byte[] tiff, int tag)
    {
        var directory = BinaryPrimitives.ReadInt32LittleEndian(tiff.AsSpan(4));
        var count = BinaryPrimitives.ReadUInt16LittleEndian(tiff.AsSpan(directory));
        return Enumerable
            .Range(0, count)
            .Select(i => directory + 2 + (i * 12))
            .First(at => BinaryPrimitives.ReadUInt16LittleEndian(tiff.AsSpan(at)) == tag);
    }
}
