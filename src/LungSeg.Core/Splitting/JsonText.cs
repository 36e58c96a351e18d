using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace LungSeg.Core.Splitting;

/// <summary>Builds a JSON file as text: indented, line feeds, the same on every platform.</summary>
internal sealed class JsonText : IDisposable
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly ArrayBufferWriter<byte> _buffer = new();

    public JsonText() => Writer = new Utf8JsonWriter(_buffer, Options);

    public Utf8JsonWriter Writer { get; }

    public string Finish()
    {
        Writer.Flush();
        return Encoding.UTF8.GetString(_buffer.WrittenSpan) + "\n";
    }

    public void Dispose() => Writer.Dispose();
}
