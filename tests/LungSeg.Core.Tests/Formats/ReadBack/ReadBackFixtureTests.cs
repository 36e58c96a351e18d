using DuckDB.NET.Data;
using LungSeg.Core.Bytes;
using LungSeg.Core.Datasets;
using LungSeg.Core.Formats;
using LungSeg.Core.Formats.Hdf5;
using LungSeg.Core.Imaging;
using Xunit;

namespace LungSeg.Core.Tests.Formats.ReadBack;

/// <summary>
/// Sets in the forms that <c>convert</c> writes, by other programs: h5py, tifffile, Pillow, tarfile
/// (tests/interop/readers/make_read_back_fixtures.py) and DuckDB. HU are 100 n + 8 row + column - 1000, the mask is row n.
/// </summary>
public sealed class ReadBackFixtureTests : IDisposable
{
    private const int Height = 6;
    private const int Width = 8;
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Fixtures", "ReadBack");
    private readonly string _work = Directory.CreateTempSubdirectory("lungseg-read-back-").FullName;

    public void Dispose() => Directory.Delete(_work, recursive: true);

    [Fact]
    public void Read_Hdf5OfH5py_GivesItsRows()
    {
        using var dataset = Dataset.Open(Path.Combine(Folder, "latest.h5"));
        AssertRows(dataset);
        var columns = Assert.Single(dataset.Inputs).Index.Columns.ToDictionary(column => column.Name);
        Assert.Equal(["hu_array_old", "label1", "mask", "packs", "whole"], columns.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(("Int64", "int16"), (columns["packs"].Storage, columns["whole"].Storage));
        Assert.Equal([3L, null, (1L << 53) + 1], Enumerable.Range(0, 3).Select(row => columns["packs"][row].Value));
    }

    [Fact]
    public void Read_OldHdf5_SaysWhatToDo()
    {
        var error = Assert.Throws<DatasetFormatException>(() => Dataset.Open(Path.Combine(Folder, "earliest.h5")));
        Assert.Equal((Fault.Unsupported, 8L), (error.Fault, error.Offset));
        Assert.Contains("superblock of version 0", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ComputeChecksum_Texts_IsThatOfJenkins()
    {
        // The values that lookup3.c states of itself.
        Assert.Equal(0xdeadbeef, Hdf5Fields.ComputeChecksum([]));
        Assert.Equal(0x17770551u, Hdf5Fields.ComputeChecksum("Four score and seven years ago"u8));
    }

    [Theory]
    [InlineData("int16_big", 'i', 2)]
    [InlineData("int16_deflate", 'i', 2)]
    [InlineData("int32_big_predictor", 'i', 4)]
    [InlineData("float32_packbits", 'f', 4)]
    [InlineData("float32_predictor", 'f', 4)]
    [InlineData("float64", 'f', 8)]
    public void Read_TiffOfOthers_GivesItsSamples(string name, char kind, int size)
    {
        using var source = FileByteSource.Open(Path.Combine(Folder, "tiff", name + ".tif"));
        var header = TiffReader.ReadHeader(source, ReadLimits.Default);
        Assert.Equal((kind, size, Height, Width), (header.Kind, header.SampleBytes, header.Size.Height, header.Size.Width));
        var samples = TiffReader.Read(source, header);
        Assert.Equal(
            Hu(0),
            Enumerable
                .Range(0, Height * Width)
                .Select(i =>
                    (kind, size) switch
                    {
                        ('i', 2) => BitConverter.ToInt16(samples, i * size),
                        ('i', _) => BitConverter.ToInt32(samples, i * size),
                        (_, 4) => BitConverter.ToSingle(samples, i * size),
                        _ => BitConverter.ToDouble(samples, i * size),
                    }
                )
        );
    }

    [Fact]
    public void Read_TarOfPython_GivesItsRowsAndFields()
    {
        using var dataset = Dataset.Open(Path.Combine(Folder, "samples.tar"));
        AssertRows(dataset);
        var columns = Assert.Single(dataset.Inputs).Index.Columns.ToDictionary(column => column.Name);
        Assert.Equal([false, true, false], Enumerable.Range(0, 3).Select(row => columns["smoker"][row].Value));
        Assert.Equal([(1L << 53) + 1, null, (1L << 53) + 1], Enumerable.Range(0, 3).Select(row => columns["packs"][row].Value));
        Assert.Equal([70.0, 70.5, 71.0], Enumerable.Range(0, 3).Select(row => columns["weight"][row].Value));
        Assert.Equal(["Köln", null, null], Enumerable.Range(0, 3).Select(row => columns["site"][row].Value));
    }

    [Theory]
    [InlineData("COMPRESSION snappy")]
    [InlineData("COMPRESSION gzip")]
    [InlineData("COMPRESSION zstd, ROW_GROUP_SIZE 2048, PARQUET_VERSION v2")]
    [InlineData("COMPRESSION uncompressed")]
    [InlineData("COMPRESSION lz4_raw")]
    public void Read_ParquetOfDuckDB_GivesListsAndColumns(string options)
    {
        var path = Path.Combine(_work, "set.parquet");
        using (var connection = new DuckDBConnection("DataSource=:memory:"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = $"""
                COPY (SELECT ['LR2', 'LR3', 'LR4A'][n + 1] AS label1,
                    [[CASE WHEN r = n THEN 1 ELSE 0 END::TINYINT FOR c IN range(8)] FOR r IN range(6)] AS mask,
                    [[(100 * n + 8 * r + c - 1000)::SMALLINT FOR c IN range(8)] FOR r IN range(6)] AS hu_array_old,
                    CASE WHEN n = 1 THEN NULL ELSE 9007199254740993 END AS packs, n = 1 AS smoker, DATE '2024-03-12' + n::INTEGER AS born
                    FROM range(3) AS t(n)) TO '{path}' (FORMAT parquet, {options})
                """;
            command.ExecuteNonQuery();
        }
        using var dataset = Dataset.Open(path);
        AssertRows(dataset);
        var columns = Assert.Single(dataset.Inputs).Index.Columns.ToDictionary(column => column.Name);
        Assert.Equal([9007199254740993, null, 9007199254740993], Enumerable.Range(0, 3).Select(row => columns["packs"][row].Value));
        Assert.Equal([false, true, false], Enumerable.Range(0, 3).Select(row => columns["smoker"][row].Value));
        Assert.Equal(CellKind.DateTime, columns["born"][2].Kind);
    }

    private static double[] Hu(int row) => [.. Enumerable.Range(0, Height * Width).Select(i => (100 * row) + (double)i - 1000)];

    private static void AssertRows(Dataset dataset)
    {
        Assert.Equal(3, dataset.RowCount);
        foreach (var row in dataset.Rows)
        {
            using var sample = row.Load();
            var number = (int)row.Index;
            Assert.Equal(new[] { "LR2", "LR3", "LR4A" }[number], row.LabelText);
            Assert.Equal([Height, Width], row.HuOld!.Shape);
            Assert.Equal(Hu(number), sample.ReadValues(row.HuOld!).ToArray());
            Assert.Equal(
                [.. Enumerable.Range(0, Height * Width).Select(i => i / Width == number ? 1.0 : 0.0)],
                sample.ReadValues(row.Mask!).ToArray()
            );
        }
    }
}
