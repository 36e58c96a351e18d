using System.Globalization;
using System.Text.Json;

namespace LungSeg.Core.Bytes;

/// <summary>Describes an error of the JSON parser, without the property names that end the parser's own message.</summary>
public static class JsonFault
{
    /// <summary>For example <c>'x' is an invalid start of a value, in line 3</c>.</summary>
    public static string Describe(JsonException error)
    {
        ArgumentNullException.ThrowIfNull(error);
        var text = error.Message;
        foreach (var field in (ReadOnlySpan<string>)[" Path: ", " LineNumber: "])
        {
            var at = text.IndexOf(field, StringComparison.Ordinal);
            text = at < 0 ? text : text[..at];
        }

        return error.LineNumber is { } line
            ? string.Create(CultureInfo.InvariantCulture, $"{text.TrimEnd('.')}, in line {line + 1}")
            : text.TrimEnd('.');
    }
}
