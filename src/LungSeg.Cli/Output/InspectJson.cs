using System.Text.Json;
using LungSeg.Core.Bytes;
using LungSeg.Core.Datasets;
using LungSeg.Core.Formats.Arrays;
using LungSeg.Core.Formats.Documents;
using LungSeg.Core.Model;
using LungSeg.Core.Selection;

namespace LungSeg.Cli.Output;

/// <summary>JSON of <c>inspect</c>.</summary>
internal static class InspectJson
{
    public static void Write(Dataset dataset, DatasetSummary summary, IReadOnlyList<RowFigures>? figures, TextWriter output) =>
        ToolDocument.Write(
            output,
            "inspect",
            dataset.InputFiles,
            json =>
            {
                json.WriteString("format", Common(dataset.Inputs.Select(input => input.Format)));
                json.WriteString("container", Common(dataset.Inputs.Select(input => input.Container)));
                json.WriteNumber("bytes", dataset.Inputs.Sum(input => input.ByteLength));
                json.WriteNumber("rows", summary.Rows);
                WriteColumns(json, summary, figures);
                json.WriteCounts("labels", Counts(summary.Labels));
                json.WriteNumber("labels_missing", summary.LabelsMissing);
                json.WriteCounts("classes", Counts(summary.Classes));
                json.WriteTexts(
                    "notes",
                    [.. summary.Notes, .. dataset.Inputs.SelectMany(input => input.Warnings).Select(ErrorText.Describe)]
                );
                WriteDamage(json, dataset.Inputs);
            }
        );

    public static void WriteLines(Dataset dataset, RowChoice choice, IReadOnlyList<RowFigures>? figures, TextWriter output)
    {
        var inputs = dataset.Inputs.Index().ToDictionary(input => input.Item, input => input.Index);
        var rows = choice.Rows;
        for (var i = 0; i < rows.Count; i++)
        {
            var (row, ofRow) = (rows[i], figures?[i]);
            output.WriteLine(
                JsonText.Record(json =>
                {
                    json.WriteString("row", row.Name);
                    json.WriteNumber("input", inputs[row.Input]);
                    if (row.Input.Compression is { } compression)
                    {
                        json.WriteString("compression", compression);
                    }
                    json.WriteString("label", row.FoundLabelText);
                    json.WriteString("class", row.ClassName);
                    json.WriteStartObject("arrays");
                    WriteArray(json, DatasetColumns.Mask, row.FoundMask, ofRow?.Mask);
                    WriteArray(json, DatasetColumns.Hu, row.FoundHu, ofRow?.Hu);
                    WriteArray(json, DatasetColumns.HuOld, row.FoundHuOld, ofRow?.HuOld);
                    json.WriteEndObject();
                    WriteColumns(json, row);
                    WriteFaults(json, row);
                    if (ofRow is not null)
                    {
                        json.WriteString("key", ofRow.Key);
                    }
                    if (choice.IsByRules)
                    {
                        ChosenJson.Write(json, choice.GetMatches(row));
                    }
                })
            );
        }
    }

    /// <summary>Writes what the input has in other columns: ids as the texts by which they are compared, and all else.</summary>
    private static void WriteColumns(Utf8JsonWriter json, DatasetRow row)
    {
        string[] others = [.. row.Input.ColumnNames.Except(DatasetColumns.InOrder)];
        string[] ids = [.. DatasetColumns.Ids.Intersect(others)];
        if (ids.Length > 0)
        {
            json.WriteStartObject("ids");
            foreach (var name in ids)
            {
                json.WriteString(name, row.GetId(name));
            }
            json.WriteEndObject();
        }

        if (others.Length > ids.Length)
        {
            json.WriteStartObject("extra");
            foreach (var name in others.Except(ids))
            {
                if (row.TryGetPlain(name, out var value))
                {
                    json.Write(name, value);
                }
            }
            json.WriteEndObject();
        }
    }

    /// <summary>Writes why cells of the four columns cannot be used; nothing where all can.</summary>
    private static void WriteFaults(Utf8JsonWriter json, DatasetRow row)
    {
        (string Column, Func<object?> Read)[] cells =
        [
            (DatasetColumns.Label, () => row.LabelText),
            (DatasetColumns.Mask, () => row.Mask),
            (DatasetColumns.Hu, () => row.Hu),
            (DatasetColumns.HuOld, () => row.HuOld),
        ];
        var faults = new List<(string Column, string Text)>();
        foreach (var (column, read) in cells)
        {
            try
            {
                read();
            }
            catch (DatasetFormatException e)
            {
                faults.Add((column, ErrorText.GetDetail(e)));
            }
        }

        if (faults.Count > 0)
        {
            json.WriteStartObject("faults");
            faults.ForEach(fault => json.WriteString(fault.Column, fault.Text));
            json.WriteEndObject();
        }
    }

    private static void WriteColumns(Utf8JsonWriter json, DatasetSummary summary, IReadOnlyList<RowFigures>? figures)
    {
        json.WriteStartArray("columns");
        foreach (var column in summary.Columns)
        {
            json.WriteStartObject();
            json.WriteString("name", column.Name);
            json.WriteString("kind", column.Kind.ToString().ToLowerInvariant());
            json.WriteString("dtype", column.DType);
            json.WriteString("byte_order", column.ByteOrder);
            WriteShape(json, column.Shape);
            json.WriteString("order", column.Order);
            if (figures is not null && RowFigures.Total(figures, column.Name) is { } total)
            {
                WriteFigures(json, total);
            }
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteArray(Utf8JsonWriter json, string name, ArrayInfo? array, ArrayFigures? figures)
    {
        if (array is null)
        {
            return;
        }
        json.WriteStartObject(name);
        json.WriteString("dtype", array.DType.Name);
        json.WriteString("byte_order", array.DType.ByteOrder.ToString().ToLowerInvariant());
        WriteShape(json, array.StoredShape);
        json.WriteString("order", array.Order == ElementOrder.Strided ? "mixed" : array.Order.ToString());
        if (array.Offset is { } offset)
        {
            json.WriteNumber("offset", offset);
        }
        else
        {
            json.WriteNull("offset");
        }
        json.WriteNumber("length", array.ByteLength);
        if (figures is { } found)
        {
            WriteFigures(json, found);
        }
        json.WriteEndObject();
    }

    private static void WriteShape(Utf8JsonWriter json, IReadOnlyList<long>? shape)
    {
        if (shape is null)
        {
            json.WriteNull("shape");
            return;
        }

        json.WriteStartArray("shape");
        foreach (var length in shape)
        {
            json.WriteNumberValue(length);
        }
        json.WriteEndArray();
    }

    private static void WriteFigures(Utf8JsonWriter json, ArrayFigures figures)
    {
        json.WriteNumberOrNull("min", figures.Min);
        json.WriteNumberOrNull("max", figures.Max);
        json.WriteNumberOrNull("mean", figures.Mean);
    }

    private static void WriteDamage(Utf8JsonWriter json, IReadOnlyList<DatasetInput> inputs)
    {
        if (inputs.All(input => input.Damage is null))
        {
            return;
        }
        json.WriteStartArray("damage");
        foreach (var input in inputs.Where(input => input.Damage is not null))
        {
            var damage = input.Damage!;
            json.WriteStartObject();
            json.WriteString("path", input.Path);
            json.WriteString("fault", FaultName(damage.Fault));
            if (damage.Offset is { } at)
            {
                json.WriteNumber("offset", at);
            }
            else
            {
                json.WriteNull("offset");
            }
            json.WriteString("detail", ErrorText.GetDetail(damage));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static IEnumerable<KeyValuePair<string, long>> Counts(IReadOnlyList<RowCount> counts) =>
        counts.Select(count => KeyValuePair.Create(count.Name, count.Rows));

    private static string FaultName(Fault fault) => JsonNamingPolicy.SnakeCaseLower.ConvertName(fault.ToString());

    private static string Common(IEnumerable<string> names) => names.Distinct().ToArray() is [var only] ? only : "mixed";
}
