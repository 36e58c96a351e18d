using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace LungSeg.Core.Formats.Documents;

/// <summary>Style of all JSON that is written: UTF-8, line feeds, non-ASCII characters unescaped, no NaN and no infinities.</summary>
public static class JsonText
{
    /// <summary>Creates a writer on a stream, which stays open.</summary>
    public static Utf8JsonWriter CreateWriter(Stream stream, bool isIndented = true) =>
        new(
            stream,
            new JsonWriterOptions
            {
                Indented = isIndented,
                NewLine = "\n",
                Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            }
        );

    /// <summary>A whole document as text, with a line feed at its end.</summary>
    public static string Write(Action<Utf8JsonWriter> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        using var stream = new MemoryStream();
        using (var json = CreateWriter(stream))
        {
            write(json);
        }
        stream.WriteByte((byte)'\n');
        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    /// <summary>An object on one line, without a line feed.</summary>
    public static string Record(Action<Utf8JsonWriter> writeFields)
    {
        ArgumentNullException.ThrowIfNull(writeFields);
        using var stream = new MemoryStream();
        using (var json = CreateWriter(stream, isIndented: false))
        {
            json.WriteStartObject();
            writeFields(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    /// <summary>Writes a string, a number, true or false, or null. A number that JSON cannot hold is written as null.</summary>
    public static void Write(this Utf8JsonWriter json, string name, object? value)
    {
        ArgumentNullException.ThrowIfNull(json);
        switch (value)
        {
            case null:
                json.WriteNull(name);
                break;
            case string text:
                json.WriteString(name, text);
                break;
            case int number:
                json.WriteNumber(name, number);
                break;
            case long number:
                json.WriteNumber(name, number);
                break;
            case double number:
                json.WriteNumberOrNull(name, number);
                break;
            case bool flag:
                json.WriteBoolean(name, flag);
                break;
            default:
                throw new ArgumentException($"{name} is a {value.GetType().Name}, which no document takes", nameof(value));
        }
    }

    /// <summary>Writes a number; null where the number is missing or JSON cannot hold it.</summary>
    public static void WriteNumberOrNull(this Utf8JsonWriter json, string name, double? value)
    {
        ArgumentNullException.ThrowIfNull(json);
        if (value is { } number && double.IsFinite(number))
        {
            json.WriteNumber(name, number);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    /// <summary>Writes an array of strings.</summary>
    public static void WriteTexts(this Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(texts);
        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }
        json.WriteEndArray();
    }

    /// <summary>Writes counts by name.</summary>
    public static void WriteCounts(this Utf8JsonWriter json, string name, IEnumerable<KeyValuePair<string, long>> counts)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(counts);
        json.WriteStartObject(name);
        foreach (var (counted, count) in counts)
        {
            json.WriteNumber(counted, count);
        }
        json.WriteEndObject();
    }

    /// <summary>Writes an array of integers on one line, even in an indented document.</summary>
    public static void WriteOnOneLine(this Utf8JsonWriter json, string name, ReadOnlySpan<long> values)
    {
        ArgumentNullException.ThrowIfNull(json);
        var line = new StringBuilder("[");
        for (var i = 0; i < values.Length; i++)
        {
            line.Append(CultureInfo.InvariantCulture, $"{(i == 0 ? string.Empty : ",")}{values[i]}");
        }
        json.WritePropertyName(name);
        json.WriteRawValue(line.Append(']').ToString());
    }
}
