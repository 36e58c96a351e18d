using System.Text.Json;
using LungSeg.Core.Bytes;

namespace LungSeg.Core.Formats.Documents;

/// <summary>Parses JSON; what is none becomes the one exception for bad input.</summary>
internal static class JsonInput
{
    /// <exception cref="DatasetFormatException">This is not JSON, or a text in it is not Unicode.</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> content, SourceName source)
    {
        Validate(content.Span, source);
        return JsonDocument.Parse(content);
    }

    /// <summary>Reads all tokens once: texts that are not UTF-8, or half a surrogate, would else throw where they are used.</summary>
    private static void Validate(ReadOnlySpan<byte> content, SourceName source)
    {
        var reader = new Utf8JsonReader(content);
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName)
                {
                    reader.GetString();
                }
            }
        }
        catch (JsonException e)
        {
            throw FormatError.Undecodable(source, reader.BytesConsumed, "this is not JSON", e);
        }
        catch (InvalidOperationException e)
        {
            throw FormatError.Undecodable(source, reader.TokenStartIndex, "this text is not Unicode", e);
        }
    }
}
