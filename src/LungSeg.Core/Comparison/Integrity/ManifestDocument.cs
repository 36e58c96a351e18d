using System.Text.Json;
using LungSeg.Core.Bytes;
using LungSeg.Core.Bytes.Outputs;
using LungSeg.Core.Formats.Documents;

namespace LungSeg.Core.Comparison.Integrity;

/// <summary>The files in a JSON manifest of ours.</summary>
internal static class ManifestDocument
{
    private const string Schema = "lungseg/manifest/";
    private const string FirstSchema = Schema + "1";
    private const int MaxShown = 60;
    private const int Sha256Digits = 64;
    private const int XxHash128Digits = 32;

    /// <summary>Parses a manifest.</summary>
    /// <param name="content">The document.</param>
    /// <param name="source">Its name.</param>
    /// <param name="isNamesOnly">Receives whether it is of version 1, which has names and neither sizes nor digests.</param>
    /// <exception cref="DatasetFormatException">The document is no manifest, is damaged, or names an unsafe path.</exception>
    public static List<ManifestEntry> Parse(ReadOnlyMemory<byte> content, SourceName source, out bool isNamesOnly)
    {
        using var json = JsonInput.Parse(content, source);
        var root = json.RootElement;
        var schema = root.ValueKind == JsonValueKind.Object ? GetText(root, "schema", source) : null;
        isNamesOnly = schema == FirstSchema;
        if (isNamesOnly)
        {
            return [.. ListNames(root).Distinct().Select(name => new ManifestEntry(Normalize(name, "files", source)))];
        }
        if (schema is not (null or OutputContents.ManifestSchema))
        {
            throw schema.StartsWith(Schema, StringComparison.Ordinal)
                ? FormatError.Unsupported(source, $"the manifest is '{PrintableText.Escape(schema)}': a newer lungseg wrote it")
                : FormatError.WrongFormat(source, $"schema is '{PrintableText.Escape(schema)}', expected {OutputContents.ManifestSchema}");
        }
        if (
            root.ValueKind != JsonValueKind.Object
            || !root.TryGetProperty("files", out var files)
            || files.ValueKind != JsonValueKind.Array
        )
        {
            throw FormatError.WrongFormat(source, "this is no manifest: the list 'files' is missing");
        }
        return [.. files.EnumerateArray().Select((file, i) => ParseFile(file, FormattableString.Invariant($"files[{i}]"), source))];
    }

    /// <summary>A manifest of files that lungseg did not write: their paths, sizes and SHA-256.</summary>
    public static string ToText(IEnumerable<ManifestEntry> entries) =>
        JsonText.Write(json =>
        {
            json.WriteStartObject();
            json.WriteString("schema", OutputContents.ManifestSchema);
            ToolDocument.WriteTool(json);
            json.WriteStartArray("files");
            foreach (var entry in entries)
            {
                json.WriteStartObject();
                json.WriteString("path", entry.Path);
                json.WriteNumber("bytes", entry.Bytes!.Value);
                json.WriteString("sha256", entry.Sha256);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        });

    private static ManifestEntry ParseFile(JsonElement file, string place, SourceName source)
    {
        if (file.ValueKind != JsonValueKind.Object || GetText(file, "path", source) is not { } path)
        {
            throw FormatError.Corrupt(source, $"{place} has no path");
        }
        var bytes = default(long?);
        if (file.TryGetProperty("bytes", out var size) && size.ValueKind != JsonValueKind.Null)
        {
            bytes =
                size.ValueKind == JsonValueKind.Number && size.TryGetInt64(out var count) && count >= 0
                    ? count
                    : throw FormatError.Mismatch(
                        source,
                        $"{place}.bytes",
                        PrintableText.Escape(size.GetRawText(), MaxShown),
                        "a number of bytes"
                    );
        }
        return new ManifestEntry(
            Normalize(path, place, source),
            bytes,
            GetDigest(file, "sha256", Sha256Digits, place, source),
            GetDigest(file, "xxh128", XxHash128Digits, place, source)
        );
    }

    /// <summary>The names in a manifest of version 1: those of each row, and of files that belong to no row.</summary>
    private static IEnumerable<string> ListNames(JsonElement root) =>
        JsonInput
            .GetItems(root, "rows")
            .SelectMany(row => JsonInput.GetItems(row, "files"))
            .Concat(JsonInput.GetItems(root, "other_files"))
            .Concat(JsonInput.GetItems(root, "files"))
            .Where(name => name.ValueKind == JsonValueKind.String)
            .Select(name => name.GetString()!);

    private static string Normalize(string path, string place, SourceName source)
    {
        var normal = EntryPath.Normalize(path, out var reason);
        return reason is null
            ? normal
            : throw FormatError.Unsafe(source, null, $"{place}: the path '{PrintableText.Escape(path, MaxShown)}' {reason}");
    }

    private static string? GetDigest(JsonElement file, string name, int digits, string place, SourceName source) =>
        GetText(file, name, source) switch
        {
            null => null,
            var text when text.Length == digits && text.All(char.IsAsciiHexDigit) => text.ToLowerInvariant(),
            var text => throw FormatError.Mismatch(
                source,
                $"{place}.{name}",
                $"'{PrintableText.Escape(text, MaxShown)}'",
                FormattableString.Invariant($"{digits} hexadecimal digits")
            ),
        };

    private static string? GetText(JsonElement element, string name, SourceName source) =>
        !element.TryGetProperty(name, out var text) || text.ValueKind == JsonValueKind.Null ? null
        : text.ValueKind == JsonValueKind.String ? text.GetString()
        : throw FormatError.Mismatch(source, name, PrintableText.Escape(text.GetRawText(), MaxShown), "a text");
}
