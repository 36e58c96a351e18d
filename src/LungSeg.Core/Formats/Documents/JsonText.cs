using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace LungSeg.Core.Formats.Documents;

/// <summary>JSON as all written documents have it: UTF-8, line feeds, text as it is.</summary>
internal static class JsonText
{
    /// <summary>Starts a document on a stream, which stays open.</summary>
    public static Utf8JsonWriter WriterOf(Stream stream, bool isIndented = true) =>
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
    public static string Of(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var json = WriterOf(stream))
            write(json);
        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length) + "\n";
    }

    /// <summary>Writes a text, a number, true or false, or null; a number that JSON cannot hold is null.</summary>
    public static void Write(Utf8JsonWriter json, string name, object? value)
    {
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
            case double number when double.IsFinite(number):
                json.WriteNumber(name, number);
                break;
            case double:
                json.WriteNull(name);
                break;
            case bool flag:
                json.WriteBoolean(name, flag);
                break;
            default:
                throw new ArgumentException($"{name} is a {value.GetType().Name}, which no document takes", nameof(value));
        }
    }
}
