using System.Text.Json;
using LungSeg.Core.Bytes;

namespace LungSeg.Core.Formats.Documents;

/// <summary>Reads JSON; invalid JSON throws the exception for bad input.</summary>
internal static class JsonInput
{
    /// <exception cref="DatasetFormatException">The content is not JSON, or a string in it is not Unicode.</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> content, SourceName source)
    {
        Validate(content.Span, source);
        return JsonDocument.Parse(content);
    }

    /// <summary>The items of an object's list; none where the element is no object, or has no list of that name.</summary>
    public static JsonElement.ArrayEnumerator GetItems(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var items) && items.ValueKind == JsonValueKind.Array
            ? items.EnumerateArray()
            : default;

    /// <summary>Reads all tokens once, so that invalid UTF-8 and lone surrogates throw here and not at their use.</summary>
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
            throw FormatError.Undecodable(source, reader.TokenStartIndex, "this string is not Unicode", e);
        }
    }
}
