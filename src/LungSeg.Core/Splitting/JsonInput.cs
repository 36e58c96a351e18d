using System.Text.Json;
using LungSeg.Core.Bytes;

namespace LungSeg.Core.Splitting;

/// <summary>Parses JSON; what is none becomes the one exception for bad input.</summary>
internal static class JsonInput
{
    public static JsonDocument Parse(ReadOnlySpan<byte> content, SourceName source)
    {
        try
        {
            return JsonDocument.Parse(content.ToArray());
        }
        catch (JsonException e)
        {
            throw FormatError.Undecodable(source, 0, $"this is no JSON text: line {(e.LineNumber ?? 0) + 1}, byte {e.BytePositionInLine ?? 0} of the line", e);
        }
    }
}
