using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using LungSeg.Core.Datasets;
using LungSeg.Core.Model;

namespace LungSeg.Cli.Output;

/// <summary>What all JSON output has in common: the head of a document, plain numbers, snake_case, line feeds.</summary>
internal static class JsonOutput
{
    private static readonly JsonWriterOptions Line = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>How documents are laid out.</summary>
    public static JsonWriterOptions Document { get; } =
        new()
        {
            Indented = true,
            NewLine = "\n",
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        };

    /// <summary>Writes one document: schema, tool, inputs, then what <paramref name="body"/> adds.</summary>
    public static void WriteDocument(TextWriter output, string command, IReadOnlyList<DatasetInput> inputs, Action<Utf8JsonWriter> body) =>
        WriteDocument(output, command, [.. inputs.Select(InputFile.Of)], body);

    /// <summary>
    /// Writes one document about inputs that need not be open: schema, tool, inputs, then what <paramref name="body"/> adds.
    /// </summary>
    public static void WriteDocument(TextWriter output, string command, IReadOnlyList<InputFile> inputs, Action<Utf8JsonWriter> body)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Document))
        {
            json.WriteStartObject();
            json.WriteString("schema", $"lungseg/{command}/1");
            json.WriteStartObject("tool");
            json.WriteString("name", "lungseg");
            json.WriteString("version", ToolVersion.Text);
            json.WriteEndObject();
            WriteInputs(json, inputs);
            body(json);
            json.WriteEndObject();
        }

        output.WriteLine(Encoding.UTF8.GetString(buffer.WrittenSpan));
    }

    /// <summary>Writes one record on one line.</summary>
    public static void WriteLine(TextWriter output, Action<Utf8JsonWriter> body) => output.WriteLine(Record(body));

    /// <summary>One record on one line, without line end.</summary>
    public static string Record(Action<Utf8JsonWriter> body)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Line))
        {
            json.WriteStartObject();
            body(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Writes a number; NaN and infinities are null.</summary>
    public static void WriteNumber(Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value))
            json.WriteNumber(name, value);
        else
            json.WriteNull(name);
    }

    /// <summary>Writes a number, or null where there is none.</summary>
    public static void WriteNumber(Utf8JsonWriter json, string name, double? value) => WriteNumber(json, name, value ?? double.NaN);

    /// <summary>Writes a list of whole numbers on one line.</summary>
    public static void WriteNumbers(Utf8JsonWriter json, string name, ReadOnlySpan<long> values)
    {
        var line = new StringBuilder("[");
        for (var i = 0; i < values.Length; i++)
            line.Append(CultureInfo.InvariantCulture, $"{(i == 0 ? string.Empty : ",")}{values[i]}");
        json.WritePropertyName(name);
        json.WriteRawValue(line.Append(']').ToString());
    }

    /// <summary>Writes a list of lengths, or null.</summary>
    public static void WriteShape(Utf8JsonWriter json, string name, IReadOnlyList<long>? shape)
    {
        if (shape is null)
        {
            json.WriteNull(name);
            return;
        }

        json.WriteStartArray(name);
        foreach (var length in shape)
            json.WriteNumberValue(length);
        json.WriteEndArray();
    }

    /// <summary>Writes counts by name.</summary>
    public static void WriteCounts(Utf8JsonWriter json, string name, IReadOnlyList<RowCount> counts)
    {
        json.WriteStartObject(name);
        foreach (var count in counts)
            json.WriteNumber(count.Name, count.Rows);
        json.WriteEndObject();
    }

    private static void WriteInputs(Utf8JsonWriter json, IReadOnlyList<InputFile> inputs)
    {
        json.WriteStartArray("inputs");
        foreach (var input in inputs)
        {
            json.WriteStartObject();
            json.WriteString("path", input.Path);
            json.WriteString("stem", input.Stem);
            json.WriteString("format", input.Format);
            json.WriteNumber("rows", input.Rows);
            json.WriteNumber("bytes", input.Bytes);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
