using DuckDB.NET.Data;
using LungSeg.Core.Conversion;
using LungSeg.Core.Imaging;
using LungSeg.Core.Tests.Bytes.Compression;
using Xunit;

namespace LungSeg.Core.Tests.Conversion.Tables;

/// <summary>Parquet of the Hugging Face hub opened by DuckDB; its pictures against those of the PNG folder.</summary>
public sealed class HfParquetExportTests : IDisposable
{
    private static readonly Dictionary<string, RowPlace> Folds = new()
    {
        ["set:0"] = new(null, 0, "g1"),
        ["set:1"] = new(null, 1, "g2"),
        ["set:2"] = new("test", null, "g3"),
    };
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Write_Pictures_AreThoseOfThePngFolder()
    {
        var output = Write(null);
        var png = ExportSample.OptionsOf("png", Path.Combine(_folder.Path, "png"));
        Directory.CreateDirectory(Path.GetDirectoryName(png.Output)!);
        ExportSample.Convert(Path.Combine(_folder.Path, "set.pkl"), png);
        var rows = Query(
            "SELECT row, class_id, lesion_px, rows, columns, image.bytes, image.path, mask.bytes, overlay.bytes FROM "
                + $"'{output}/data/train-00000.parquet'"
        );
        Assert.Equal(["set:0", "set:1", "set:2"], rows.Select(row => row[0]));
        Assert.Equal([68, 0, 140], rows.Select(row => row[2]));
        for (var i = 0; i < rows.Count; i++)
        {
            var name = FormattableString.Invariant($"set_{i:00000}.png");
            Assert.Equal([i, 24, 40, name], [rows[i][1], rows[i][3], rows[i][4], rows[i][6]]);
            foreach (var (folder, at) in new[] { ("images", 5), ("masks", 7) })
            {
                var expected = ImageFile.Read(Path.Combine(png.Output, folder, name));
                Assert.Equal(expected.Samples8, ImageFile.Decode((byte[])rows[i][at], name).Samples8);
            }
        }
        Assert.Equal([3L], Query($"SELECT num_rows FROM parquet_file_metadata('{output}/data/train-00000.parquet')").Select(row => row[0]));
    }

    [Fact]
    public void Write_PicturesOverTheSize_StartAFile()
    {
        var output = Write(Folds);
        string[] files = [.. Directory.GetFiles(Path.Combine(output, "data")).Select(Path.GetFileName).Order(StringComparer.Ordinal)!];
        Assert.Equal(["test-00000.parquet", "train-fold0-00000.parquet", "train-fold1-00000.parquet"], files);
        var card = File.ReadAllText(Path.Combine(output, "README.md"));
        Assert.Contains(
            """
            - config_name: fold0
              data_files:
              - split: "train"
                path: "data/train-fold1-00000.parquet"
              - split: validation
                path: "data/train-fold0-00000.parquet"

            """.ReplaceLineEndings("\n"),
            card,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Write_RowsOverTheSize_ArePartsInOrder()
    {
        string[] labels = [.. Enumerable.Range(0, 12).Select(i => $"LR{(i % 3) + 1}")];
        var options = ExportSample.OptionsOf("hf-parquet", _folder.Path) with { LargestPart = 15_000 };
        ExportSample.Convert(ExportSample.Write(Path.Combine(_folder.Path, "set.pkl"), labels), options);
        string[] files = [.. Directory.GetFiles(Path.Combine(options.Output, "data")).Order(StringComparer.Ordinal)];
        Assert.InRange(files.Length, 2, 11);
        Assert.All(files, file => Assert.InRange(new FileInfo(file).Length, 1, 15_000));
        Assert.Equal(
            Enumerable.Range(0, 12).Select(i => $"set:{i}"),
            files.SelectMany(file => Query($"SELECT row FROM '{file}'")).Select(row => (string)row[0])
        );
        var card = File.ReadAllText(Path.Combine(options.Output, "README.md"));
        var paths = string.Concat(files.Select(file => $"\n    - \"data/{Path.GetFileName(file)}\""));
        Assert.Contains($"  - split: \"train\"\n    path: {paths}\n", card, StringComparison.Ordinal);
        Assert.Contains("num_examples: 12\n", card, StringComparison.Ordinal);
    }

    private string Write(IReadOnlyDictionary<string, RowPlace>? split)
    {
        var options = ExportSample.OptionsOf("hf-parquet", _folder.Path) with { Split = split };
        ExportSample.Convert(ExportSample.Write(Path.Combine(_folder.Path, "set.pkl")), options);
        return options.Output;
    }

    private static List<object[]> Query(string query)
    {
        using var duck = new DuckDBConnection("Data Source=:memory:");
        duck.Open();
        using var command = duck.CreateCommand();
#pragma warning disable CA2100 // The paths are the test's own.
        command.CommandText = query;
#pragma warning restore CA2100
        using var reader = command.ExecuteReader();
        var rows = new List<object[]>();
        while (reader.Read())
        {
            rows.Add([
                .. Enumerable
                    .Range(0, reader.FieldCount)
                    .Select(i => reader.GetValue(i) is Stream stream ? ReadAll(stream) : reader.GetValue(i)),
            ]);
        }
        return rows;
    }

    private static byte[] ReadAll(Stream stream)
    {
        using var bytes = new MemoryStream();
        using (stream)
        {
            stream.CopyTo(bytes);
        }
        return bytes.ToArray();
    }
}
