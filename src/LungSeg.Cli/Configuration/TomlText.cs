using System.Globalization;
using System.Text;
using System.Text.Json;
using LungSeg.Core.Bytes;
using Tomlyn;
using Tomlyn.Model;
using Tomlyn.Parsing;
using Tomlyn.Serialization;
using Tomlyn.Syntax;

namespace LungSeg.Cli.Configuration;

/// <summary>Reads TOML as the JSON document that says the same, so that settings are parsed in one way.</summary>
internal static class TomlText
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a document.</summary>
    /// <exception cref="FormatException">It is not TOML, is too deep, or holds a date, which no setting is.</exception>
    public static TomlDocument Parse(byte[] content)
    {
        try
        {
            var text = Strict.GetString(content);
            var table = TomlSerializer.Deserialize(text, SettingsContext.Default.TomlTable) ?? [];

            // The serializer takes the last of two equal keys; the syntax forbids them.
            var syntax = SyntaxParser.ParseStrict(text, validate: true);
            var places = new TomlDocument(default, FindLines(syntax));
            using var stream = new MemoryStream();
            using (var json = new Utf8JsonWriter(stream))
            {
                Write(json, table, string.Empty, places);
            }

            using var document = JsonDocument.Parse(stream.ToArray());
            return places with { Root = document.RootElement.Clone() };
        }
        catch (TomlException e)
        {
            throw new FormatException($"not TOML: {Describe(e)}");
        }
        catch (DecoderFallbackException)
        {
            throw new FormatException("not TOML: the text is not UTF-8");
        }
    }

    /// <summary>Number of the line of each key, by its names with dots between.</summary>
    private static Dictionary<string, int> FindLines(DocumentSyntax document)
    {
        var lines = new Dictionary<string, int>(StringComparer.Ordinal);
        Add(string.Empty, document.KeyValues);
        foreach (var table in document.Tables)
        {
            Put(GetName(table.Name), table.Name);
            Add(GetName(table.Name) + ".", table.Items);
        }

        return lines;

        void Add(string prefix, SyntaxList<KeyValueSyntax> members)
        {
            foreach (var member in members)
            {
                Put(prefix + GetName(member.Key), member.Key);
            }
        }

        void Put(string name, KeySyntax? key) => lines.TryAdd(name, (key?.Span.Start.Line ?? 0) + 1);
    }

    private static string GetName(KeySyntax? key) =>
        key is null ? string.Empty : string.Join('.', key.ToString()!.Split('.').Select(part => part.Trim().Trim('"', '\'')));

    private static string Describe(TomlException e)
    {
        // The serializer wraps what the parser says; the parser's text begins with the place.
        var cause = e.GetBaseException() as TomlException ?? e;
        var texts = cause.Message.ReplaceLineEndings(" ").Split(" : error : ");
        var text = texts[Math.Min(1, texts.Length - 1)];
        var advice = text.IndexOf(" Change ", StringComparison.Ordinal);
        var fault = PrintableText.Escape(advice < 0 ? text : text[..advice], 200);
        return string.Create(CultureInfo.InvariantCulture, $"{fault} (line {cause.Line ?? e.Line}, column {cause.Column ?? e.Column})");
    }

    private static void Write(Utf8JsonWriter json, object? value, string key, TomlDocument places)
    {
        switch (value)
        {
            case TomlTable table:
                json.WriteStartObject();
                foreach (var (name, member) in table)
                {
                    json.WritePropertyName(name);
                    Write(json, member, key.Length == 0 ? name : $"{key}.{name}", places);
                }

                json.WriteEndObject();
                break;
            case TomlTableArray tables:
                WriteArray(json, tables, key, places);
                break;
            case TomlArray array:
                WriteArray(json, array, key, places);
                break;
            case string text:
                json.WriteStringValue(text);
                break;
            case bool flag:
                json.WriteBooleanValue(flag);
                break;
            case long integer:
                json.WriteNumberValue(integer);
                break;
            case double number when double.IsFinite(number):
                json.WriteNumberValue(number);
                break;
            default:
                var last = PrintableText.Escape(key[(key.LastIndexOf('.') + 1)..]);
                throw places.At(key, new FormatException($"'{last}' must be a text, a finite number, true or false, or a list of those"));
        }
    }

    private static void WriteArray(Utf8JsonWriter json, IEnumerable<object?> items, string key, TomlDocument places)
    {
        json.WriteStartArray();
        foreach (var item in items)
        {
            Write(json, item, key, places);
        }

        json.WriteEndArray();
    }
}

/// <summary>Reads TOML without reflection.</summary>
/// <remarks>Settings of rules for some paths are the deepest: a table in a table in an array in a table in the document.</remarks>
[TomlSourceGenerationOptions(MaxDepth = 8)]
[TomlSerializable(typeof(TomlTable))]
internal sealed partial class SettingsContext : TomlSerializerContext;
