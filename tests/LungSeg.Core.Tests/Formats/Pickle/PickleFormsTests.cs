using System.Text.Json;
using LungSeg.Core.Bytes;
using LungSeg.Core.Datasets;
using LungSeg.Core.Tests.Fixtures;
using Xunit;

namespace LungSeg.Core.Tests.Formats.Pickle;

/// <summary>Cells, labels and tables in the forms that people's scripts write, against numpy's figures.</summary>
public sealed class PickleFormsTests
{
    private static readonly ExpectedTables Forms = ExpectedTables.In(Path.Combine(AppContext.BaseDirectory, "Fixtures", "PickleForms"));

    public static TheoryData<string> Fixtures => [.. Forms.Names];

    [Theory]
    [MemberData(nameof(Fixtures))]
    public void Open_Form_HasTheFiguresOfNumpy(string name)
    {
        var expected = Forms[name];
        using var dataset = Dataset.Open(Forms.PathOf(name), Options(expected));
        Assert.Equal(Numbers(expected, "lesion_px"), dataset.Rows.Select(row => (double)LesionPixels(row)));
        Assert.Equal(Numbers(expected, "hu_sum"), dataset.Rows.Select(SumHu));
        Assert.Equal(Texts(expected, "classes"), dataset.Rows.Select(row => row.ClassName));
        if (expected.TryGetProperty("parts", out _))
        {
            Assert.Equal(Texts(expected, "parts"), dataset.Rows.Select(row => row.GetText("part")));
        }
    }

    [Theory]
    [MemberData(nameof(Fixtures))]
    public void Open_Form_NamesForeignTypesOnly(string name)
    {
        using var dataset = Dataset.Open(Forms.PathOf(name), Options(Forms[name]));
        var foreign = dataset.Inputs[0].Globals.Where(global => global.IsForeign).Select(global => global.FullName);
        var expected = Forms[name].TryGetProperty("foreign", out _) ? Texts(Forms[name], "foreign") : [];
        Assert.Equal(expected.Order(), foreign.Order());
        Assert.DoesNotContain(dataset.Inputs[0].Globals, global => !global.IsAllowed);
        Assert.All(
            expected,
            type => Assert.Contains(dataset.Inputs[0].Warnings, note => note.Text.Contains(type!, StringComparison.Ordinal))
        );
    }

    [Fact]
    public void Open_EncodedLabels_NotesTheNames()
    {
        using var dataset = Dataset.Open(Forms.PathOf("label_encoded_p5.pkl"));
        var note = Assert.Single(dataset.Inputs[0].Warnings, note => note.Hint is not null);
        Assert.Equal(RequestParameter.LabelNames, note.Hint!.Parameter);
        Assert.Equal(["LR0", "LR2", "LR1"], dataset.Rows.Select(row => row.ClassName));
    }

    [Fact]
    public void Open_LongLabel_IsWhole()
    {
        using var dataset = Dataset.Open(Forms.PathOf("label_long_p5.pkl"));
        Assert.Equal([3000, 3000, 3], dataset.Rows.Select(row => row.LabelText!.Length));
    }

    /// <summary>The small inputs that failed for others, where they are at hand.</summary>
    [Fact]
    public void Open_OutsideCases_GiveWhatIsExpected()
    {
        var shared = Environment.GetEnvironmentVariable("LUNGSEG_SHARED");
        Assert.SkipWhen(string.IsNullOrEmpty(shared), "LUNGSEG_SHARED names no folder with cases");
        var cases = ExpectedTables.In(Path.Combine(shared, "cases"));
        foreach (var name in cases.Names)
        {
            var expected = cases[name];
            using var dataset = Dataset.Open(cases.PathOf(name), CaseOptions(expected));
            Assert.Equal((name, expected.GetProperty("rows").GetInt64()), (name, dataset.RowCount));
            Assert.Equal(Texts(expected, "classes"), dataset.Rows.Select(row => row.ClassName));
            if (expected.GetProperty("lesion_px").ValueKind == JsonValueKind.Null)
            {
                var error = Assert.Throws<DatasetFormatException>(() => dataset[0].Mask);
                Assert.All(Texts(expected, "speaks_of"), word => Assert.Contains(word!, error.Message, StringComparison.Ordinal));
                continue;
            }
            Assert.Equal(Numbers(expected, "lesion_px"), dataset.Rows.Select(row => (double)LesionPixels(row)));
            if (expected.TryGetProperty("speaks_of", out _) && !expected.TryGetProperty("options", out _))
            {
                var said = string.Join('\n', dataset.Inputs[0].Warnings.Select(note => note.Text));
                Assert.All(Texts(expected, "speaks_of"), word => Assert.Contains(word!, said, StringComparison.Ordinal));
            }
        }
    }

    [Fact]
    public void Open_OutsideTables_GiveWhatIsExpected()
    {
        var shared = Environment.GetEnvironmentVariable("LUNGSEG_SHARED");
        Assert.SkipWhen(string.IsNullOrEmpty(shared), "LUNGSEG_SHARED names no folder with cases");
        Dataset Table(string name) => Dataset.Open(Path.Combine(shared, "cases", "tables", name));
        using var two = Table("F01-two-dumps.pkl");
        Assert.Equal(6, two.RowCount);
        using var twins = Table("F02-dup-mask.pkl");
        Assert.Equal(["mask#1", "mask#2"], twins.Inputs[0].ColumnNames.Where(name => name.StartsWith("mask", StringComparison.Ordinal)));
        var error = Assert.Throws<DatasetFormatException>(() => twins[0].Mask);
        Assert.Equal(new RequestHint(RequestParameter.Columns, "mask=mask#2"), error.Hint);
        using var index = Table("F03-patient-index.pkl");
        Assert.Contains("patient_id", index.Inputs[0].ColumnNames);
        Assert.Equal(3, index.Rows.Select(row => row.GetText("patient_id")).Distinct().Count());
        using var nan = Table("F09-nan-mask.pkl");
        Assert.Equal([16L, 20L, 24L], nan.Rows.Select(LesionPixels));
        using var series = Table("F15-dict-of-series.pkl");
        Assert.Equal("LR2", series[0].LabelText);
    }

    private static DatasetOptions CaseOptions(JsonElement expected)
    {
        if (!expected.TryGetProperty("options", out var options))
        {
            return DatasetOptions.Default;
        }
        var pairs = options.GetString()!.Split(' ')[1].Split(',').Select(pair => pair.Split('='));
        return new DatasetOptions { Columns = pairs.ToDictionary(pair => pair[0], pair => pair[1]) };
    }

    private static DatasetOptions Options(JsonElement expected) =>
        new()
        {
            Columns = expected.TryGetProperty("columns", out var columns)
                ? columns.EnumerateObject().ToDictionary(pair => pair.Name, pair => pair.Value.GetString()!)
                : new Dictionary<string, string>(),
            LabelNames = expected.TryGetProperty("names", out _) ? [.. Texts(expected, "names").Select(name => name!)] : [],
        };

    private static IEnumerable<string?> Texts(JsonElement expected, string key) =>
        expected.GetProperty(key).EnumerateArray().Select(text => text.GetString());

    private static IEnumerable<double> Numbers(JsonElement expected, string key) =>
        expected.GetProperty(key).EnumerateArray().Select(number => number.GetDouble());

    private static long LesionPixels(DatasetRow row)
    {
        using var sample = row.Load();
        return Lesion.PixelCount(sample)!.Value;
    }

    private static double SumHu(DatasetRow row)
    {
        using var sample = row.Load();
        return sample.ReadValues(row.HuOld!).ToArray().Sum();
    }
}
