using System.Globalization;
using DuckDB.NET.Data;
using LungSeg.Core.Bytes;
using LungSeg.Core.Bytes.Outputs;
using LungSeg.Core.Conversion;
using LungSeg.Core.Conversion.Runs;
using LungSeg.Core.Datasets;
using LungSeg.Core.Tests.Fixtures;
using Xunit;

namespace LungSeg.Core.Tests.Conversion.Tables;

/// <summary>Parquet files opened by DuckDB, which is not ours and not the library that writes them.</summary>
public sealed class ParquetExportTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lungseg-parquet");

    [Fact]
    public void Write_Demo_EveryValueIsReadByDuckDB()
    {
        var path = Convert(1);
        using var demo = Demo();
        using var duck = new Duck(path);
        var rows = duck.Rows(
            "SELECT row, label1, class_id, rows, columns, lesion_px, hu_min, hu_max, mask, mask_dtype, hu_array, hu_array_dtype, "
                + "hu_array_old, hu_array_old_dtype, part, fold, \"group\" FROM $ "
        );
        Assert.Equal(demo.RowCount, rows.Count);
        foreach (var (row, found) in demo.Rows.Zip(rows))
        {
            using var sample = row.Load();
            var (mask, hu) = (sample.ReadBytes(row.Mask!).ToArray(), sample.ReadValues(row.HuOld!).ToArray());
            Assert.Equal([row.Name, row.LabelText!, Array.IndexOf(["LR2", "LR3", "LR4A", "LR4B"], row.LabelText), 512, 512], found[..5]);
            Assert.Equal([mask.Count(value => value != 0), hu.Min(), hu.Max()], found[5..8]);
            Assert.Equal(mask, found[8]);
            Assert.Equal(sample.ReadBytes(row.Hu!).ToArray(), found[10]);
            Assert.Equal(sample.ReadBytes(row.HuOld!).ToArray(), found[12]);
            Assert.Equal(["int8", "float64", "float64"], [found[9], found[11], found[13]]);
            Assert.Equal(row.Index == 3 ? ["test", DBNull.Value, "g1"] : (object[])["train", 1, DBNull.Value], found[14..]);
        }
    }

    [Fact]
    public void Write_OnTwoThreads_GivesTheSameBytes() => Assert.Equal(File.ReadAllBytes(Convert(1)), File.ReadAllBytes(Convert(2)));

    [Fact]
    public void Write_AskedForInt16_HoldsInt16()
    {
        using var duck = new Duck(Convert(1, ImageDType.Int16));
        Assert.Equal(
            [
                ["int16", 512L * 512 * 2],
            ],
            duck.Rows("SELECT DISTINCT hu_array_old_dtype, octet_length(hu_array_old) FROM $")
        );
    }

    [Fact]
    public void Write_ManyRows_GivesRowGroupsOfAFewMegabytes()
    {
        using var duck = new Duck(Convert(1));
        var group = Assert.Single(
            duck.Rows(
                "SELECT max(bytes)::BIGINT FROM (SELECT sum(total_uncompressed_size) AS bytes FROM parquet_metadata($) GROUP BY "
                    + "row_group_id)"
            )
        );
        Assert.InRange((long)group[0], 1 << 20, 16 << 20);
    }

    /// <summary>The demo has 12 rows; a second footer behind the first said 24.</summary>
    [Fact]
    public void Write_Demo_HasOneFooterThatCountsItsRowsOnce()
    {
        var path = Convert(1);
        var file = File.ReadAllBytes(path);
        var footer = new ParquetFooter(file);
        Assert.Equal(12, footer.Rows);
        Assert.Equal(12, footer.Groups.Sum());
        Assert.Equal(file.Length - 8, footer.End);
        var marks = new List<int>();
        for (var at = 0; file.AsSpan(at).IndexOf("PAR1"u8) is >= 0 and var step; at++)
        {
            marks.Add(at += step);
        }
        Assert.Equal([0, file.Length - 4], marks);

        using var duck = new Duck(path);
        Assert.Equal(
            [
                [12L, (long)footer.Groups.Count],
            ],
            duck.Rows("SELECT num_rows, num_row_groups FROM parquet_file_metadata($)")
        );
    }

    /// <summary>The rows of slices without pixels once ended as an error inside the library, or inside this tool.</summary>
    [Theory]
    [InlineData("parquet", 0, 0)]
    [InlineData("parquet", 0, 5)]
    [InlineData("npz", 0, 0)]
    [InlineData("hdf5", 5, 0)]
    public void Write_SlicesWithoutPixels_AreRefusedByName(string format, int rows, int columns)
    {
        using var set = Dataset.Open(Sized("empty", rows, columns));
        var path = Path.Combine(_folder.FullName, "empty.out");
        var options = Options(path, 1, ImageDType.Auto) with { Format = format };
        var error = Assert.Throws<DatasetFormatException>(() => DatasetConverter.Convert(set, [.. set.Rows], options));
        Assert.Equal(Fault.Unsupported, error.Fault);
        Assert.Contains($"row empty:0 has shape ({rows}, {columns}), expected a slice", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(path));
    }

    [Fact]
    public void Write_SlicesOfSeveralSizes_EachHasItsOwn()
    {
        string[] sources = [Sized("small", 8, 6), Sized("large", 10, 12)];
        using var set = Dataset.Open(sources);
        var path = Path.Combine(_folder.FullName, "sizes.parquet");
        DatasetConverter.Convert(set, [.. set.Rows], Options(path, 1, ImageDType.Auto) with { Verify = true });
        using var duck = new Duck(path);
        Assert.Equal(
            [
                [8, 6, 48L, 48L * 8],
                [10, 12, 120L, 120L * 8],
            ],
            duck.Rows("SELECT rows, columns, octet_length(mask), octet_length(hu_array_old) FROM $")
        );
    }

    /// <summary>The query of docs/loaders-tables.md.</summary>
    [Fact]
    public void Example_InDocument_GivesWhatItShows()
    {
        var document = File.ReadAllText(Path.Combine(Repository.Root, "docs", "loaders-tables.md"));
        var query = document.Split("```sql\n")[1].Split("\n```")[0];
        var shown = document
            .Split("```sql\n")[1]
            .Split("\n```\n")[2]
            .TrimStart('`', '\n')
            .Split('\n')
            .Skip(1)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        using var duck = new Duck(Convert(1));
        var found = duck.Rows(query.Replace("'lung.parquet'", "$", StringComparison.Ordinal))
            .Select(row => row.Select(value => System.Convert.ToString(value, CultureInfo.InvariantCulture)!).ToArray());
        Assert.Equal(shown, found);
    }

    [Fact]
    public void Verify_DamagedFile_IsNoticed()
    {
        var path = Convert(1);
        using var demo = Demo();
        var options = Options(path, 1, ImageDType.Auto);
        var rows = demo
            .Rows.Select((row, i) => new ExportRow(row, i, $"demo_{i:00000}"))
            .Reverse()
            .Select((row, i) => row with { Position = i })
            .ToArray();
        var run = new ExportRun(ExportRegistry.Find("parquet")!, options, demo, rows)
        {
            Path = path,
            Scratch = path,
            Files = new WrittenFiles(path),
        };
        using var export = run.Format.Start(run);
        var error = Assert.Throws<DatasetFormatException>(() => export.Verify(new ReadBack(run)));
        Assert.Contains("demo:11", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static Dataset Demo() => Dataset.Open(Path.Combine(Repository.Root, "samples", "demo.pkl.gz"));

    private static ConversionOptions Options(string path, int jobs, ImageDType dtype) =>
        new()
        {
            Format = "parquet",
            Output = path,
            Jobs = jobs,
            DType = dtype,
        };

    private string Sized(string name, int rows, int columns)
    {
        var path = Path.Combine(_folder.FullName, name + ".pkl");
        using var writer = new PickleDatasetWriter(path, new PickleDatasetPlan(["LR2"], rows, columns), overwrite: false);
        writer.WriteRow(0, new sbyte[rows * columns], new double[rows * columns], new double[rows * columns]);
        writer.Commit();
        return path;
    }

    private string Convert(int jobs, ImageDType dtype = ImageDType.Auto)
    {
        using var demo = Demo();
        var path = Path.Combine(_folder.FullName, $"{jobs}-{dtype}.parquet");
        var places = demo.Rows.ToDictionary(
            row => row.Name,
            row => row.Index == 3 ? new RowPlace("test", null, "g1") : new RowPlace("train", 1, null)
        );
        DatasetConverter.Convert(demo, [.. demo.Rows], Options(path, jobs, dtype) with { Split = places });
        return path;
    }

    private sealed class Duck : IDisposable
    {
        private readonly DuckDBConnection _connection = new("Data Source=:memory:");
        private readonly string _path;

        public Duck(string path)
        {
            _path = path;
            _connection.Open();
        }

        /// <summary>Runs a query; $ stands for the file.</summary>
        public List<object[]> Rows(string query)
        {
            using var command = _connection.CreateCommand();
#pragma warning disable CA2100 // The path is the test's own.
            command.CommandText = query.Replace("$", $"'{_path}'", StringComparison.Ordinal);
#pragma warning restore CA2100
            using var reader = command.ExecuteReader();
            var rows = new List<object[]>();
            while (reader.Read())
            {
                var row = new object[reader.FieldCount];
                for (var i = 0; i < row.Length; i++)
                {
                    row[i] = reader.GetValue(i) is Stream stream ? Bytes(stream) : reader.GetValue(i);
                }
                rows.Add(row);
            }

            return rows;
        }

        public void Dispose() => _connection.Dispose();

        private static byte[] Bytes(Stream stream)
        {
            using var bytes = new MemoryStream();
            using (stream)
            {
                stream.CopyTo(bytes);
            }
            return bytes.ToArray();
        }
    }
}
