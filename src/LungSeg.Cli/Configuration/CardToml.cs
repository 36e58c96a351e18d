using System.Text.Json;
using LungSeg.Core.Bytes;
using LungSeg.Core.Cards;

namespace LungSeg.Cli.Configuration;

/// <summary>Reads card.toml, in which a person says what no measurement knows.</summary>
internal static class CardToml
{
    private const int MaxBytes = 1 << 20;
    private const string RaiSection = "rai";
    private const string Synthetic = "has_synthetic_data";

    private static readonly string[] Keys =
    [
        "name",
        "description",
        "license",
        "creators",
        "url",
        "date",
        "version",
        "publisher",
        "keywords",
        "cite_as",
        "derived_from",
        "measured",
        RaiSection,
    ];

    /// <summary>Reads the file.</summary>
    /// <exception cref="UsageException">It is missing, no TOML, or holds a key that no card has.</exception>
    public static CardStatements Read(string path)
    {
        try
        {
            if (!Path.Exists(path))
            {
                throw new FormatException("file not found; 'lungseg card INPUT --init card.toml' writes one");
            }
            if (!ContainedPath.IsRegularFile(path))
            {
                throw new FormatException("this is no file");
            }

            // Before anything is read: the size of a file costs no memory.
            if (ContainedPath.GetLength(path) is var length && length > MaxBytes)
            {
                throw new FormatException($"{length} bytes are too many, expected {MaxBytes} at most");
            }
            return Parse(TomlText.Parse(RunFiles.ReadAllBytes(path)));
        }
        catch (FormatException e)
        {
            throw new UsageException($"{PrintableText.Escape(path)}: {e.Message}");
        }
    }

    private static CardStatements Parse(TomlDocument document)
    {
        var root = document.Root;
        foreach (var member in root.EnumerateObject().Where(member => !Keys.Contains(member.Name)))
        {
            throw document.At(member.Name, ProjectFile.Unknown(member.Name, "a key of a card", Keys));
        }
        string? Text(string key) =>
            document.ReadAt(
                key,
                () =>
                    GetTexts(root, key) switch
                    {
                        [] => null,
                        [var text] => text,
                        var texts => throw new FormatException($"'{key}' must be one text, and has {texts.Length}"),
                    }
            );
        return new CardStatements
        {
            Name = Text("name"),
            Description = Text("description"),
            License = document.ReadAt("license", () => CardValues.CheckUrl(Text("license"), "license")),
            Creators = document.ReadAt("creators", () => GetTexts(root, "creators")),
            Url = document.ReadAt("url", () => CardValues.CheckUrl(Text("url"), "url")),
            Date = document.ReadAt("date", () => CardValues.CheckDate(Text("date"), "date")),
            Version = Text("version"),
            Publisher = Text("publisher"),
            CiteAs = Text("cite_as"),
            Keywords = document.ReadAt("keywords", () => GetTexts(root, "keywords")),
            DerivedFrom = document.ReadAt("derived_from", () => GetTexts(root, "derived_from")),
            MeasuredDigest = Text("measured"),
            HasSyntheticData = root.TryGetProperty(RaiSection, out var rai) ? ReadSynthetic(document, rai) : null,
            Rai = rai.ValueKind == JsonValueKind.Undefined ? new Dictionary<string, IReadOnlyList<string>>() : ReadRai(document, rai),
        };
    }

    private static bool? ReadSynthetic(TomlDocument document, JsonElement rai) =>
        document.ReadAt<bool?>(
            $"{RaiSection}.{Synthetic}",
            () =>
                rai.ValueKind != JsonValueKind.Object || !rai.TryGetProperty(Synthetic, out var value) ? null
                : value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean()
                : value is { ValueKind: JsonValueKind.String } text && text.GetString()!.Length == 0 ? null
                : throw new FormatException($"'{Synthetic}' must be true or false")
        );

    private static Dictionary<string, IReadOnlyList<string>> ReadRai(TomlDocument document, JsonElement rai)
    {
        if (rai.ValueKind != JsonValueKind.Object)
        {
            throw document.At(RaiSection, new FormatException($"'{RaiSection}' must be a table"));
        }
        var known = CardStatements.RaiKeys;
        var sentences = new Dictionary<string, IReadOnlyList<string>>();
        foreach (var member in rai.EnumerateObject().Where(member => member.Name != Synthetic))
        {
            var place = $"{RaiSection}.{member.Name}";
            if (!known.Contains(member.Name))
            {
                throw document.At(place, ProjectFile.Unknown(member.Name, "a field of Responsible AI", [.. known, Synthetic]));
            }
            if (document.ReadAt(place, () => GetTexts(rai, member.Name)) is { Length: > 0 } texts)
            {
                sentences[member.Name] = texts;
            }
        }
        return sentences;
    }

    /// <summary>A text or a list of texts; none that are empty.</summary>
    private static string[] GetTexts(JsonElement table, string key)
    {
        if (!table.TryGetProperty(key, out var value))
        {
            return [];
        }
        JsonElement[] items = value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : [value];
        return Array.TrueForAll(items, item => item.ValueKind == JsonValueKind.String)
            ? [.. items.Select(item => item.GetString()!.Trim()).Where(text => text.Length > 0)]
            : throw new FormatException($"'{key}' must be a text, or a list of texts");
    }
}

/// <summary>Checks values that a card needs in one form.</summary>
internal static class CardValues
{
    /// <summary>The URL, which must be one of the web.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static string? CheckUrl(string? text, string name) =>
        text is null || (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "https" or "http")
            ? text
            : throw new FormatException($"{name} is '{PrintableText.Escape(text)}', expected a URL such as https://example.org/page");

    /// <summary>The day, which must be one of the calendar.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static string? CheckDate(string? text, string name) =>
        text is null || DateOnly.TryParseExact(text, "yyyy-MM-dd", out _)
            ? text
            : throw new FormatException($"{name} is '{PrintableText.Escape(text)}', expected a day such as 2026-01-31");
}
