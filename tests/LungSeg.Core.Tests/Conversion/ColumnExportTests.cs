using System.Text.Json;
using LungSeg.Core.Conversion;
using LungSeg.Core.Conversion.Runs;
using LungSeg.Core.Datasets;
using LungSeg.Core.Formats;
using LungSeg.Core.Tests.Bytes.Compression;
using Xunit;

namespace LungSeg.Core.Tests.Conversion;

/// <summary>
/// Columns of the input in outputs: of frames that pandas wrote (tests/interop/convert/make_column_fixtures.py). check_columns.py compares
/// the outputs with pandas, numpy and h5py.
/// </summary>
public sealed class ColumnExportTests : IDisposable
{
    private static readonly string Fixtures = Path.Combine(AppContext.BaseDirectory, "Fixtures", "Columns");
    private static readonly string[] Names =
    [
        .. JsonDocument
            .Parse(File.ReadAllBytes(Path.Combine(Fixtures, "expected.json")))
            .RootElement.GetProperty("all")
            .EnumerateObject()
            .Select(column => column.Name)
            .Where(name => name != "label1"),
    ];
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Formats => [.. ExportRegistry.All.Select(format => format.Name)];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Formats))]
    public void Convert_Columns_AreKeptOrNamedOnce(string format)
    {
        var (output, result) = Convert("all", format);
        var holds = ExportRegistry.Find(format)!.Columns is not null;
        Assert.Equal(holds ? [] : Names, LeftOut(output));
        Assert.Equal(holds ? 0 : 1, result.Notes.Count(note => note.Contains("left out", StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Convert_ColumnsOnly_LeavesThemOutWithoutANote(string format)
    {
        var (output, result) = Convert("all", format, options => options with { ColumnsOnly = true });
        Assert.Equal(Names, LeftOut(output));
        Assert.Empty(result.Notes);
    }

    /// <summary>pandas' types and values, in the order of the input, and again from the output.</summary>
    [Theory]
    [InlineData("all")]
    [InlineData("label_int")]
    [InlineData("label_float")]
    [InlineData("label_category")]
    [InlineData("taken")]
    public void Convert_PickleToPickle_KeepsTypesAndValues(string name)
    {
        using var source = Dataset.Open(Path.Combine(Fixtures, name + ".pkl"));
        using var found = Dataset.Open(Convert(name, "pickle").Output);
        Assert.Equal(source.Inputs[0].ColumnNames.Order(), found.Inputs[0].ColumnNames.Order());
        Assert.DoesNotContain(found.Inputs[0].Globals, global => !global.IsAllowed || global.IsForeign);
        foreach (var expected in source.Inputs[0].Index.Columns.Where(column => column[0].Array is null))
        {
            var column = found.Inputs[0].FindColumn(expected.Name)!;
            Assert.Equal(expected.Storage, column.Storage);
            Assert.Equal(expected.Categories?.Values, column.Categories?.Values);
            Assert.Equal(expected.Categories?.IsOrdered, column.Categories?.IsOrdered);
            for (var row = 0; row < source.RowCount; row++)
            {
                Assert.Equal(expected[row], column[row]);
            }
        }
    }

    [Fact]
    public void Convert_ValuesThatAreNotRead_AreLeftOutAndNamed()
    {
        var (output, result) = Convert("odd", "npz");
        Assert.Equal(["path", "uid", "spread", "second", "period"], LeftOut(output));
        var note = Assert.Single(result.Notes);
        Assert.Contains("path (a value of pathlib.PurePosixPath in row odd:0)", note, StringComparison.Ordinal);
        Assert.Contains("second (an array of int8, shape (6, 6) in row odd:0)", note, StringComparison.Ordinal);
        using var found = Dataset.Open(output);
        Assert.Equal([0L, 0L, 7L, 1L], Values(found, "sparse"));
        Assert.Equal([null, 1.5, 2.5, null], Values(found, "blocks"));
        Assert.Equal([0.1, null, 2.0, -1.5], Values(found, "price"));
    }

    /// <summary>Integers of one input and reals of another: 2^40 is exact in float64, 2^53 + 1 beside a text is a text.</summary>
    [Fact]
    public void Convert_TwoInputs_WidensTypes()
    {
        using var dataset = Dataset.Open([Path.Combine(Fixtures, "all.pkl"), Path.Combine(Fixtures, "more.pkl")]);
        var options = ExportSample.OptionsOf("npz", _folder.Path) with { Verify = true };
        var result = DatasetConverter.Convert(dataset, ExportSample.RowsOf(dataset), options);
        using var found = Dataset.Open(options.Output);
        Assert.Equal([61.0, -7.0, (double)(1L << 40), 0.0, 0.5, 1.0, 2.0, 3.0], Values(found, "age"));
        Assert.Equal(["3", "", "9007199254740993", "-1", "a", "b", "c", ""], Values(found, "packs"));
        Assert.Equal([null, null, null, null, 1L, 2L, 3L, 4L], Values(found, "new"));
        Assert.Equal("Int64", found.Inputs[0].FindColumn("new")!.Storage);
        Assert.Contains(result.Notes, note => note.StartsWith("column packs holds values of several types", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("npz", "a/b is called a_b")]
    [InlineData("csv", "class is called class#2, row is called row#2")]
    [InlineData("parquet", "hu_min is called hu_min#2")]
    [InlineData("hf", "image is called image#2, note_file_name is called note_file_name#2")]
    [InlineData("coco", "class is called class#2")]
    public void Convert_NamesThatAreTaken_GetANumberAndANote(string format, string expected) =>
        Assert.Contains(expected, Assert.Single(Convert("taken", format).Result.Notes), StringComparison.Ordinal);

    [Fact]
    public void Convert_NpzMaskBesideAColumnOfItsName_LosesNeither()
    {
        using var found = Dataset.Open(Convert("taken", "npz").Output);
        Assert.Equal([1L, null, 3L, 4L], Values(found, "x"));
        Assert.Equal([1L, 2L, 3L, 4L], Values(found, "x__missing#2"));
    }

    private static object?[] Values(Dataset dataset, string column) =>
        [
            .. dataset.Rows.Select(row =>
                row.Input.FindColumn(column)![row.Index] is { Kind: not CellKind.Missing, Value: not double.NaN } cell ? cell.Value : null
            ),
        ];

    private static string[] LeftOut(string output)
    {
        var path = Directory.Exists(output)
            ? Directory.GetFiles(output, "manifest.json", SearchOption.AllDirectories)[0]
            : output + ".manifest.json";
        using var manifest = JsonDocument.Parse(File.ReadAllBytes(path));
        return manifest.RootElement.TryGetProperty("columns_left_out", out var names)
            ? [.. names.EnumerateArray().Select(name => name.GetString()!)]
            : [];
    }

    private (string Output, ConversionResult Result) Convert(
        string name,
        string format,
        Func<ConversionOptions, ConversionOptions>? change = null
    )
    {
        var options = ExportSample.OptionsOf(format, _folder.Path) with { Verify = true };
        options = change?.Invoke(options) ?? options;
        return (options.Output, ExportSample.Convert(Path.Combine(Fixtures, name + ".pkl"), options));
    }
}
