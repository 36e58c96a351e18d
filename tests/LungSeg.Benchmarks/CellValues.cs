using System.Globalization;
using System.Text.Json;
using LungSeg.Core.Bytes;
using LungSeg.Core.Datasets;

namespace LungSeg.Benchmarks;

/// <summary>
/// Prints every cell of each file as the library reads it, one line of JSON a file, for comparison with pandas. A cell that is no slice
/// where one is needed is its error.
/// </summary>
internal static class CellValues
{
    private static readonly JsonSerializerOptions WithNaN = new()
    {
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    public static void Run(IReadOnlyList<string> inputs, TextWriter output)
    {
        foreach (var path in inputs)
        {
            output.WriteLine(JsonSerializer.Serialize(Read(path), WithNaN));
        }
    }

    private static object Read(string path)
    {
        try
        {
            using var dataset = Dataset.Open(path);
            return new { rows = dataset.Rows.Select(ReadRow).ToArray() };
        }
        catch (DatasetFormatException e)
        {
            return new { error = e.Message };
        }
    }

    private static Dictionary<string, object?> ReadRow(DatasetRow row)
    {
        var cells = new Dictionary<string, object?> { ["label1"] = row.LabelText };
        for (var i = 0; i < row.Input.ColumnNames.Count; i++)
        {
            var cell = row.GetCell(i);
            var name = row.Input.ColumnNames[i];
            if (name is not ("label1" or "mask" or "hu_array" or "hu_array_old"))
            {
                cells[name] = $"{cell.Kind}: {Convert.ToString(cell.Value, CultureInfo.InvariantCulture)}";
            }
        }

        using var sample = row.Load();
        cells["mask"] = GetOrError(() => Lesion.PixelCount(sample));
        cells["hu_array_old"] = GetOrError(() => row.HuOld is { } old ? sample.ReadValues(old).ToArray().Sum() : null);
        return cells;
    }

    private static object? GetOrError(Func<object?> read)
    {
        try
        {
            return read();
        }
        catch (DatasetFormatException e)
        {
            return e.Message;
        }
    }
}
