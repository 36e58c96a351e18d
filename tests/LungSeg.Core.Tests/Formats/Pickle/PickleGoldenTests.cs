using System.Globalization;
using System.Text.Json;
using LungSeg.Core.Datasets;
using LungSeg.Core.Formats;
using LungSeg.Core.Tests.Fixtures;
using Xunit;

namespace LungSeg.Core.Tests.Formats.Pickle;

/// <summary>Every fixture against what real pandas and numpy read from it.</summary>
public sealed class PickleGoldenTests
{
    public static TheoryData<string> Fixtures => [.. ExpectedTables.Pickles.Names];

    [Theory]
    [MemberData(nameof(Fixtures))]
    public void Open_Fixture_HasRowsAndColumnsOfPandas(string name)
    {
        using var dataset = Open(name);
        var expected = ExpectedTables.Pickles[name];
        var summary = DatasetSummary.Create(dataset, RowSelection.All.GetRows(dataset));
        Assert.Equal(Container(expected.GetProperty("container").GetString()!), dataset.Inputs[0].Container);
        Assert.Equal(expected.GetProperty("rows").GetInt64(), summary.Rows);
        Assert.Equal(Columns(expected).Select(Name), summary.Columns.Select(column => column.Name));
        foreach (var (column, found) in Columns(expected).Zip(summary.Columns))
        {
            Assert.Equal((Name(column), column.GetProperty("kind").GetString()), (found.Name, found.Kind.ToString().ToLowerInvariant()));
            if (column.GetProperty("dtype").GetString() is { } dtype && !dtype.StartsWith("datetime64[ns, ", StringComparison.Ordinal))
            {
                Assert.Equal((Name(column), NumpyName(dtype)), (found.Name, found.DType));
            }
        }

        // pandas counts '' as a text like any other; here it is a missing label.
        var labels = expected
            .GetProperty("labels")
            .EnumerateObject()
            .Where(pair => pair.Name.Length > 0)
            .ToDictionary(pair => pair.Name, pair => pair.Value.GetInt64());
        Assert.Equal(labels, summary.Labels.ToDictionary(count => count.Name, count => count.Rows));
    }

    [Theory]
    [MemberData(nameof(Fixtures))]
    public void Open_Fixture_HasCellsOfPandas(string name)
    {
        using var dataset = Open(name);
        var columns = Columns(ExpectedTables.Pickles[name]).ToArray();
        foreach (var row in dataset.Rows)
        {
            for (var i = 0; i < columns.Length; i++)
            {
                var cells = columns[i].GetProperty("cells");
                if (cells.GetArrayLength() > 0)
                {
                    AssertCell(cells[(int)row.Index], row, i);
                }
            }
        }
    }

    [Theory]
    [InlineData("shared_fallback_p2.pkl")]
    [InlineData("shared_fallback_p4.pkl")]
    [InlineData("shared_fallback_p5.pkl")]
    public void Open_FallbackRow_HasOneObjectInBothColumns(string name)
    {
        using var dataset = Open(name);
        Assert.Equal([false, true, false], dataset.Rows.Select(row => row.HuIsHuOld));
        Assert.Same(dataset[1].Hu, dataset[1].HuOld);
    }

    [Fact]
    public void Open_SameArrayInSeveralRows_IsOneArraySeenOften()
    {
        using var dataset = Open("shared_rows_p4.pkl");
        Assert.All(dataset.Rows, row => Assert.Same(dataset[0].HuOld, row.HuOld));
        Assert.NotSame(dataset[0].Hu, dataset[0].HuOld);
    }

    /// <summary>Runs over real files of pandas 1.1 to 2.3 where they are at hand.</summary>
    [Fact]
    public void Open_OutsidePickles_ReadAsPandasReadsThem()
    {
        var shared = Environment.GetEnvironmentVariable("LUNGSEG_SHARED");
        Assert.SkipWhen(string.IsNullOrEmpty(shared), "LUNGSEG_SHARED names no folder with data/pickles");
        var tables = ExpectedTables.In(Path.Combine(shared, "data", "pickles"));
        var files = 0;
        foreach (var name in tables.Names)
        {
            using var dataset = Dataset.Open(tables.PathOf(name));
            AssertOutside(tables[name], dataset);
            files++;
        }

        Assert.True(files > 0, "expected.json names no file");
    }

    private static void AssertOutside(JsonElement expected, Dataset dataset)
    {
        Assert.Equal(expected.GetProperty("rows").GetInt64(), dataset.RowCount);
        var names = expected.GetProperty("columns").EnumerateArray().Select(column => column.GetString()!).ToArray();
        Assert.Equal(names, dataset.Inputs[0].ColumnNames);
        foreach (var row in dataset.Rows)
        {
            for (var i = 0; i < names.Length; i++)
            {
                var cell = expected.GetProperty("cells").GetProperty(names[i])[(int)row.Index];
                if (cell.TryGetProperty("sha256_c_order", out var sha))
                {
                    AssertOutsideArray(cell, sha.GetString()!, row, i);
                }
                else if (row.GetCell(i) is { Kind: not CellKind.DateTime } found)
                {
                    AssertValue(cell.GetProperty("value"), found);
                }
            }
        }
    }

    private static void AssertOutsideArray(JsonElement cell, string sha, DatasetRow row, int column)
    {
        var array = row.GetCell(column).Array!;
        Assert.Equal(cell.GetProperty("shape").EnumerateArray().Select(length => length.GetInt64()), array.Shape);
        Assert.Equal(cell.GetProperty("fortran").GetBoolean() ? "F" : "C", array.Order.ToString());
        using var sample = row.Load();
        ArrayAssert.HasBytes(sha, sample, array);
    }

    private static void AssertCell(JsonElement expected, DatasetRow row, int column)
    {
        var found = row.GetCell(column);
        if (expected.ValueKind == JsonValueKind.Null)
        {
            Assert.True(found is { Kind: CellKind.Missing } or { Value: double.NaN }, $"{found}");
        }
        else if (expected.TryGetProperty("sha256", out var sha))
        {
            var array = found.Array!;
            Assert.Equal(expected.GetProperty("dtype").GetString(), array.DType.Name);
            Assert.Equal(expected.GetProperty("byte_order").GetString(), array.DType.ByteOrder.ToString().ToLowerInvariant());
            Assert.Equal(expected.GetProperty("shape").EnumerateArray().Select(length => length.GetInt64()), array.Shape);
            Assert.Equal(
                expected.GetProperty("order").GetString(),
                array.Order.ToString() is var order && order == "Strided" ? "mixed" : order
            );
            using var sample = row.Load();
            ArrayAssert.HasBytes(sha.GetString()!, sample, array);
        }
        else
        {
            AssertValue(expected.GetProperty("value"), found);
        }
    }

    private static void AssertValue(JsonElement expected, Cell found)
    {
        switch (expected.ValueKind)
        {
            case JsonValueKind.String:
                Assert.Equal(expected.GetString(), found.Text);
                break;
            case JsonValueKind.True or JsonValueKind.False:
                Assert.Equal(expected.GetBoolean(), Assert.IsType<bool>(found.Value));
                break;
            default:
                var number = Convert.ToDouble(found.Value, CultureInfo.InvariantCulture);
                Assert.Equal(BitConverter.DoubleToInt64Bits(expected.GetDouble()), BitConverter.DoubleToInt64Bits(number));
                break;
        }
    }

    private static Dataset Open(string name) => Dataset.Open(ExpectedTables.Pickles.PathOf(name));

    private static JsonElement.ArrayEnumerator Columns(JsonElement table) => table.GetProperty("columns").EnumerateArray();

    private static string Name(JsonElement column) => column.GetProperty("name").GetString()!;

    private static string NumpyName(string dtype) =>
        dtype switch
        {
            "<U5" => "str160",
            "|S4" => "bytes32",
            _ => dtype,
        };

    private static string Container(string python) =>
        python switch
        {
            "DataFrame" => "pandas DataFrame",
            "Series" => "pandas Series",
            "dict" => "dict of columns",
            "tuple" => "tuple of columns",
            "ndarray" => "array",
            _ => python,
        };
}
