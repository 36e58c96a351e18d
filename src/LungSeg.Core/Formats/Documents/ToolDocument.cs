using System.Text.Json;
using LungSeg.Core.Model;

namespace LungSeg.Core.Formats.Documents;

/// <summary>A JSON document of lungseg. It starts with the schema, the tool and the inputs.</summary>
public static class ToolDocument
{
    /// <summary>The name of a schema, for example <c>lungseg/stats/1</c>.</summary>
    public static string Schema(string name) => $"lungseg/{name}/1";

    /// <summary>A document as text, with a line feed at its end.</summary>
    /// <param name="name">Name in the schema, that of the command.</param>
    /// <param name="inputs">The inputs, which need not be open.</param>
    /// <param name="writeFields">Writes what follows the head.</param>
    public static string ToText(string name, IReadOnlyList<InputFile> inputs, Action<Utf8JsonWriter> writeFields)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(writeFields);
        void WriteInputs(Utf8JsonWriter json)
        {
            foreach (var input in inputs)
            {
                WriteInput(json, input);
            }
        }
        return ToText(name, WriteInputs, writeFields);
    }

    /// <summary>A document as text, with a line feed at its end.</summary>
    /// <param name="name">Name in the schema, that of the command.</param>
    /// <param name="writeInputs">Writes the items of the list of inputs, which are no opened data sets.</param>
    /// <param name="writeFields">Writes what follows the head.</param>
    internal static string ToText(string name, Action<Utf8JsonWriter> writeInputs, Action<Utf8JsonWriter> writeFields) =>
        JsonText.Write(json =>
        {
            json.WriteStartObject();
            json.WriteString("schema", Schema(name));
            WriteTool(json);
            json.WriteStartArray("inputs");
            writeInputs(json);
            json.WriteEndArray();
            writeFields(json);
            json.WriteEndObject();
        });

    /// <summary>Writes a document, with a line feed at its end.</summary>
    /// <param name="output">Receives the text.</param>
    /// <param name="name">Name in the schema.</param>
    /// <param name="inputs">The inputs.</param>
    /// <param name="writeFields">Writes what follows the head.</param>
    public static void Write(TextWriter output, string name, IReadOnlyList<InputFile> inputs, Action<Utf8JsonWriter> writeFields)
    {
        ArgumentNullException.ThrowIfNull(output);
        output.Write(ToText(name, inputs, writeFields));
    }

    /// <summary>Writes which tool of which version made a document.</summary>
    internal static void WriteTool(Utf8JsonWriter json)
    {
        json.WriteStartObject("tool");
        json.WriteString("name", "lungseg");
        json.WriteString("version", ToolVersion.Text);
        json.WriteEndObject();
    }

    private static void WriteInput(Utf8JsonWriter json, InputFile input)
    {
        json.WriteStartObject();
        json.WriteString("path", input.Path);
        json.WriteString("stem", input.Stem);
        json.WriteString("format", input.Format);
        json.WriteNumber("rows", input.Rows);
        json.WriteNumber("bytes", input.Bytes);
        json.WriteEndObject();
    }
}
