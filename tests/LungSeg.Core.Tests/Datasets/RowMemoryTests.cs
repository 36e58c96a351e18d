using System.Buffers.Binary;
using System.IO.Compression;
using LungSeg.Core.Bytes;
using LungSeg.Core.Datasets;
using LungSeg.Core.Formats.Arrays;
using LungSeg.Core.Formats.Npy;
using LungSeg.Core.Tests.Bytes.Compression;
using LungSeg.Core.Tests.Fixtures;
using Xunit;

namespace LungSeg.Core.Tests.Datasets;

/// <summary>Rows that need hardly a byte each, and slices that need a hundred megabytes.</summary>
[Collection(Measured.Name)]
public sealed class RowMemoryTests : IDisposable
{
    private const int Rows = 1000;
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Names => ["set.npy", "set.npy.gz", "set.npz", "set.nii", "set.nii.gz"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public void Open_StackOfTinySlices_IsRefusedBeyondWhatItsBytesEarn(string name)
    {
        // Two bytes of memory for each byte that came out: slices of 64 bytes earn the 128 that a row is taken to cost, 49 do not.
        var options = new DatasetOptions { Limits = new ReadLimits { IndexBytesBase = 0 } };
        using (var dataset = Dataset.Open(Write(name, 8), options))
        {
            Assert.Equal(Rows, dataset.RowCount);
        }

        var error = Assert.Throws<DatasetFormatException>(() => Dataset.Open(Write(name, 7), options));
        Assert.Equal(Fault.TooLarge, error.Fault);
        Assert.Contains("memory for the index, in bytes, is 128000", error.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_MillionsOfPixelsAsRows_IsRefusedByDefault()
    {
        var path = Path.Combine(_folder.Path, "rows.npy.gz");
        using (var file = new GZipStream(File.Create(path), CompressionLevel.Fastest))
        {
            file.Write(NpyWriter.Header(DType.Int8, 10_000_000, 1, 1));
            file.Write(new byte[10_000_000]);
        }

        Assert.Equal(Fault.TooLarge, Assert.Throws<DatasetFormatException>(() => Dataset.Open(path)).Fault);
    }

    [Fact]
    public void GetRows_All_TakesNoMemoryARow()
    {
        const int Many = 200_000;
        var path = Path.Combine(_folder.Path, "many.npy");
        File.WriteAllBytes(path, [.. NpyWriter.Header(DType.Int8, Many, 2, 2), .. new byte[Many * 4]]);
        using var dataset = Dataset.Open(path);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var rows = RowSelection.All.GetRows(dataset);
        var summary = DatasetSummary.Create(dataset, rows);
        var taken = GC.GetTotalMemory(forceFullCollection: true) - before;
        Assert.Equal((Many, Many), (rows.Count, (int)summary.Rows));

        // A list of rows would hold at least 64 bytes each.
        Assert.InRange(taken, long.MinValue, 48L * Many);
        Assert.Equal(rows[Many - 1], dataset[Many - 1]);
        GC.KeepAlive(rows);
    }

    [Theory]
    [InlineData(512, 64, 64)]
    [InlineData(2048, 64, 3)]
    [InlineData(4096, 64, 1)]
    [InlineData(4096, 1, 1)]
    public void Limit_LargeSlices_HaveFewerThreads(int side, int jobs, int expected)
    {
        var path = Path.Combine(_folder.Path, "large.npy");
        using (var file = File.Create(path))
        {
            file.Write(NpyWriter.Header(DType.Int8, side, side));
            file.SetLength(file.Length + ((long)side * side));
        }

        using var dataset = Dataset.Open(path, new DatasetOptions { BareColumn = "mask" });
        Assert.Equal(expected, RowJobs.Limit([.. dataset.Rows], jobs));
    }

    [Fact]
    public void ReadMask_LargeMaskOfFloats_StaysAsBytesAlone()
    {
        const int Rows = 2048;
        const int Columns = 4096;
        const int Lesion = 1234;
        var path = Path.Combine(_folder.Path, "mask.npy");
        using (var file = File.Create(path))
        {
            file.Write(NpyWriter.Header(DType.Float64, Rows, Columns));
            file.SetLength(file.Length + (8L * Rows * Columns));
            file.Seek(-8, SeekOrigin.End);
            file.Write(BitConverter.GetBytes(1.0));
            file.Seek(-8 * (Lesion + 1), SeekOrigin.End);
            file.Write(BitConverter.GetBytes(1.0));
        }

        using var dataset = Dataset.Open(path, new DatasetOptions { BareColumn = "mask" });
        var mask = dataset[0].Mask!;
        using var sample = dataset[0].Load();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var lesion = Core.Datasets.Lesion.ReadMask(sample, mask);
        var taken = GC.GetTotalMemory(forceFullCollection: true) - before;
        Assert.InRange(taken, long.MinValue, 2L * Rows * Columns);
        Assert.Equal([lesion.Length - 1 - Lesion, lesion.Length - 1], Enumerable.Range(0, lesion.Length).Where(i => lesion[i] == 1));

        // They are read again where they are asked for.
        Assert.Equal(2, sample.ReadValues(mask).ToArray().Sum());
    }

    [Fact]
    public void Indexer_InputsWithoutRows_ArePassedOver()
    {
        var (empty, one) = (Path.Combine(_folder.Path, "empty.npy"), Path.Combine(_folder.Path, "one.npy"));
        File.WriteAllBytes(empty, NpyWriter.Header(DType.Int8, 0, 4, 4));
        File.WriteAllBytes(one, [.. NpyWriter.Header(DType.Int8, 2, 4, 4), .. new byte[32]]);
        using var dataset = Dataset.Open([empty, one, empty, one, empty]);
        Assert.Equal(dataset.Rows.Select(row => row.Name), Enumerable.Range(0, 4).Select(i => dataset[i].Name));
    }

    private string Write(string name, int side)
    {
        var path = Path.Combine(_folder.Path, name);
        var voxels = new byte[Rows * side * side];
        byte[] content = name.Contains(".nii", StringComparison.Ordinal)
            ? [.. NiftiHeader(side), .. voxels]
            : [.. NpyWriter.Header(DType.Int8, Rows, side, side), .. voxels];
        using var file = File.Create(path);
        if (name.EndsWith(".npz", StringComparison.Ordinal))
        {
            using var zip = new ZipArchive(file, ZipArchiveMode.Create);
            using var member = zip.CreateEntry("mask.npy").Open();
            member.Write(content);
        }
        else if (name.EndsWith(".gz", StringComparison.Ordinal))
        {
            using var gzip = new GZipStream(file, CompressionLevel.Fastest);
            gzip.Write(content);
        }
        else
        {
            file.Write(content);
        }

        return path;
    }

    /// <summary>nifti1.h: uint8, columns x rows x slices, voxels from byte 352 on.</summary>
    private static byte[] NiftiHeader(int side)
    {
        var header = new byte[352];
        BinaryPrimitives.WriteInt32LittleEndian(header, 348);
        short[] dimensions = [3, (short)side, (short)side, Rows, 1, 1, 1, 1];
        for (var i = 0; i < dimensions.Length; i++)
        {
            BinaryPrimitives.WriteInt16LittleEndian(header.AsSpan(40 + (2 * i)), dimensions[i]);
            BinaryPrimitives.WriteSingleLittleEndian(header.AsSpan(76 + (4 * i)), 1);
        }

        BinaryPrimitives.WriteInt16LittleEndian(header.AsSpan(70), 2);
        BinaryPrimitives.WriteInt16LittleEndian(header.AsSpan(72), 8);
        BinaryPrimitives.WriteSingleLittleEndian(header.AsSpan(108), 352);
        "n+1\0"u8.CopyTo(header.AsSpan(344));
        return header;
    }
}
