using System.Buffers;
using System.Reflection;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using LungSeg.Core.Datasets;

namespace LungSeg.Cli.Output;

/// <summary>What all JSON output has in common: the head of a document, plain numbers, snake_case, line feeds.</summary>
internal static class JsonOutput
{
    private static readonly JsonWriterOptions Line = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>How documents are laid out.</summary>
    public static JsonWriterOptions Document { get; } = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Version of the tool, without commit.</summary>
    public static string ToolVersion { get; } = typeof(JsonOutput).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>Writes one document: schema, tool, inputs, then what <paramref name="body"/> adds.</summary>
    public static void WriteDocument(TextWriter output, string command, IReadOnlyList<DatasetInput> inputs, Action<Utf8JsonWriter> body)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Document))
        {
            json.WriteStartObject();
            json.WriteString("schema", $"lungseg/{command}/1");
            json.WriteStartObject("tool");
            json.WriteString("name", "lungseg");
            json.WriteString("version", ToolVersion);
            json.WriteEndObject();
            WriteInputs(json, inputs);
            body(json);
            json.WriteEndObject();
        }

        output.WriteLine(Encoding.UTF8.GetString(buffer.WrittenSpan));
    }

    /// <summary>Writes one record on one line.</summary>
    public static void WriteLine(TextWriter output, Action<Utf8JsonWriter> body)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Line))
        {
            json.WriteStartObject();
            body(json);
            json.WriteEndObject();
        }

        output.WriteLine(Encoding.UTF8.GetString(buffer.WrittenSpan));
    }

    /// <summary>Writes a number; NaN and infinities are null.</summary>
    public static void WriteNumber(Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value))
            json.WriteNumber(name, value);
        else
            json.WriteNull(name);
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

    private static void WriteInputs(Utf8JsonWriter json, IReadOnlyList<DatasetInput> inputs)
    {
        json.WriteStartArray("inputs");
        foreach (var input in inputs)
        {
            json.WriteStartObject();
            json.WriteString("path", input.Path);
            json.WriteString("stem", input.Stem);
            json.WriteString("format", input.Format);
            json.WriteNumber("rows", input.RowCount);
            json.WriteNumber("bytes", input.ByteLength);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
