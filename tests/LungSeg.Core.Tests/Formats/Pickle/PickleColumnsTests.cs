using System.Text.Json;
using LungSeg.Core.Datasets;
using LungSeg.Core.Formats;
using LungSeg.Core.Model;
using Xunit;

namespace LungSeg.Core.Tests.Formats.Pickle;

/// <summary>Columns of every type, as tests/interop/convert/make_column_fixtures.py wrote them and pandas reads them.</summary>
public sealed class PickleColumnsTests
{
    public static string Fixtures { get; } = Path.Combine(AppContext.BaseDirectory, "Fixtures", "Columns");

    private static readonly JsonElement Expected = JsonDocument
        .Parse(File.ReadAllBytes(Path.Combine(Fixtures, "expected.json")))
        .RootElement;

    public static TheoryData<string> Names => [.. Expected.EnumerateObject().Select(file => file.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Read_EveryType_HasTheValuesOfPandas(string name)
    {
        using var dataset = Dataset.Open(Path.Combine(Fixtures, name + ".pkl"));
        var input = Assert.Single(dataset.Inputs);
        foreach (var column in Expected.GetProperty(name).EnumerateObject())
        {
            var found = input.FindColumn(column.Name)!;
            var dtype = column.Value.GetProperty("dtype").GetString()!;
            if (!dtype.StartsWith("period", StringComparison.Ordinal))
            {
                Assert.Equal(dtype.Split(',')[0].TrimEnd(']'), found.Storage.Split(',')[0].TrimEnd(']'));
            }

            foreach (var (row, value) in column.Value.GetProperty("values").EnumerateArray().Index())
            {
                AssertSame($"{column.Name}:{row}", dtype, value, found[row]);
            }
        }
    }

    [Fact]
    public void Read_Categories_HaveTheirOrder()
    {
        using var dataset = Dataset.Open(Path.Combine(Fixtures, "all.pkl"));
        var (stage, grade, vendor) = (Categories("stage"), Categories("grade"), Categories("vendor"));
        Assert.Equal(["I", "II", "IV"], stage.Values);
        Assert.True(stage.IsOrdered);
        Assert.Equal([1L, 2L], grade.Values);
        Assert.False(grade.IsOrdered);
        Assert.Equal(["GE", "Siemens"], vendor.Values);

        CategoryList Categories(string name) => dataset.Inputs[0].FindColumn(name)!.Categories!;
    }

    [Theory]
    [InlineData("uid", "00000000-0000-0000-0000-000000000003")]
    [InlineData("born", "2000-02-29")]
    [InlineData("seen", "2024-03-12T10:30:00+00:00")]
    [InlineData("price", "-1.50")]
    public void IdText_OtherTypes_IsTheirText(string column, string expected)
    {
        using var dataset = Dataset.Open(Path.Combine(Fixtures, "odd.pkl"), WithId(column));
        Assert.Equal(expected, IdText.From(dataset.Inputs[0].FindColumn(DatasetColumns.PatientId)![3]));
    }

    [Fact]
    public void Label_OfAnUnknownType_IsRefused()
    {
        var options = new DatasetOptions { Columns = new Dictionary<string, string> { [DatasetColumns.Label] = "uid" } };
        using var dataset = Dataset.Open(Path.Combine(Fixtures, "odd.pkl"), options);
        Assert.Throws<LungSeg.Core.Bytes.DatasetFormatException>(() => dataset[0].LabelText);
    }

    private static DatasetOptions WithId(string column) =>
        new() { Columns = new Dictionary<string, string> { [DatasetColumns.PatientId] = column } };

    private static void AssertSame(string where, string dtype, JsonElement expected, Cell found)
    {
        if (dtype.StartsWith("period", StringComparison.Ordinal))
        {
            Assert.Equal(Cell.Other, found);
        }
        else if (where.StartsWith("path:", StringComparison.Ordinal) || where.StartsWith("uid:", StringComparison.Ordinal))
        {
            Assert.Equal(CellKind.Opaque, found.Kind);
            Assert.False(found.IsValue);
        }
        else if (expected.ValueKind == JsonValueKind.Null)
        {
            Assert.True(found is { Kind: CellKind.Missing } or { Value: double.NaN }, $"{where}: {found}");
        }
        else
        {
            Assert.True(found.IsValue, where);
            Assert.True(IsSame(expected, found), $"{where}: {found}, expected {expected}");
        }
    }

    private static bool IsSame(JsonElement expected, Cell found) =>
        found.Value switch
        {
            double number => number
                == (expected.ValueKind == JsonValueKind.Number ? expected.GetDouble() : double.Parse(expected.GetString()!)),
            bool value => expected.ValueKind is JsonValueKind.True or JsonValueKind.False && value == expected.GetBoolean(),
            long number => number.ToString() == expected.GetString(),
            DateValue { IsDay: true } date => expected.GetString()!.Split('T') is [var day, .. var time]
                && day == date.ToString()
                && time is [] or ["00:00:00"],
            { } value => value.ToString() == expected.GetString(),
            null => false,
        };
}
