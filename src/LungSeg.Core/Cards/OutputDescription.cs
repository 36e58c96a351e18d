using System.Text.Json;
using LungSeg.Core.Bytes;
using LungSeg.Core.Bytes.Outputs;
using LungSeg.Core.Comparison.Integrity;
using LungSeg.Core.Conversion.Runs;
using LungSeg.Core.Formats.Documents;

namespace LungSeg.Core.Cards;

/// <summary>An output of <c>convert</c>, as its manifest describes it.</summary>
internal sealed record OutputDescription
{
    /// <summary>Folder that holds the files: the output, or the folder around an output of one file.</summary>
    public required string Folder { get; init; }

    /// <summary>Whether it is just being written, so that facts are those of the source.</summary>
    public bool IsFresh { get; init; }

    /// <summary>Format name.</summary>
    public required string Format { get; init; }

    /// <summary>Name and version of the tool.</summary>
    public required string Tool { get; init; }

    /// <summary>The parameters that were given or have a default, as text.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Command { get; init; }

    /// <summary>What was converted.</summary>
    public required IReadOnlyList<SourceFile> Inputs { get; init; }

    /// <summary>The output as the user named it.</summary>
    public required string Name { get; init; }

    /// <summary>The files, by paths below the folder, with sizes and digests; without cards.</summary>
    public required IReadOnlyList<ManifestEntry> Files { get; init; }

    /// <summary>The rows.</summary>
    public required IReadOnlyList<OutputRow> Rows { get; init; }

    /// <summary>How rows were chosen.</summary>
    public required IReadOnlyList<OutputChoice> Selection { get; init; }

    /// <summary>What the inputs have and the output does not hold, by name.</summary>
    public required IReadOnlyList<KeyValuePair<string, long>> Lost { get; init; }

    /// <summary>What damaged inputs lost.</summary>
    public required IReadOnlyList<LostInput> LostInputs { get; init; }

    /// <summary>Columns of the inputs that the output does not hold.</summary>
    public required IReadOnlyList<string> ColumnsLeftOut { get; init; }

    /// <summary>What the Hugging Face hub is told of files.</summary>
    public required IReadOnlyList<HubSplit> HubConfigs { get; init; }

    /// <summary>What the Hugging Face hub is told of columns.</summary>
    public required IReadOnlyList<HubFeature> HubFeatures { get; init; }

    /// <summary>Parts of the split in their order, with their rows; empty without a split.</summary>
    public IReadOnlyList<KeyValuePair<string, long>> Parts =>
        [
            .. Rows.Where(row => row.Part is not null)
                .GroupBy(row => row.Part!)
                .OrderBy(part => PartRows.GetRank(part.Key))
                .ThenBy(part => part.Key, StringComparer.Ordinal)
                .Select(part => KeyValuePair.Create(part.Key, (long)part.Count())),
        ];

    /// <summary>The value of a parameter; null where it has none.</summary>
    public string? GetParameter(string name) => Command.FirstOrDefault(parameter => parameter.Key == name).Value;

    /// <summary>Reads the manifest of an output.</summary>
    /// <param name="name">The output as the user named it.</param>
    /// <param name="folder">Folder that holds the files.</param>
    /// <param name="manifest">The manifest.</param>
    /// <exception cref="DatasetFormatException">It is no manifest of this version, or names a file outside the folder.</exception>
    public static OutputDescription Parse(string name, string folder, ReadOnlyMemory<byte> manifest)
    {
        var source = new SourceName(name, OutputContents.Manifest, "manifest");
        var files = FileManifest.Parse(manifest, source).Entries;
        try
        {
            using var json = JsonDocument.Parse(manifest);
            var root = json.RootElement;
            if (root.GetProperty("schema").GetString() != OutputContents.ManifestSchema)
            {
                throw FormatError.WrongFormat(source, $"it is no manifest of {OutputContents.ManifestSchema}");
            }
            return Read(name, folder, files, root);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw FormatError.WrongFormat(source, $"it is no manifest of {OutputContents.ManifestSchema}: {e.Message}");
        }
    }

    private static OutputDescription Read(string name, string folder, IReadOnlyList<ManifestEntry> files, JsonElement root)
    {
        var tool = root.GetProperty("tool");
        var command = root.GetProperty("command");
        JsonProperty[] lost = root.TryGetProperty("lost", out var losses) ? [.. losses.EnumerateObject()] : [];
        return new OutputDescription
        {
            Name = name,
            Folder = folder,
            Format = Text(command.GetProperty("to")),
            Tool = $"{tool.GetProperty("name").GetString()} {tool.GetProperty("version").GetString()}",
            Command =
            [
                .. command
                    .EnumerateObject()
                    .Where(parameter => parameter.Value.ValueKind != JsonValueKind.Null)
                    .Select(parameter => KeyValuePair.Create(parameter.Name, parameter.Value.ToString())),
            ],
            Inputs =
            [
                .. List(root, "inputs")
                    .Select(input => new SourceFile(
                        GetText(input, "stem") ?? string.Empty,
                        input.GetProperty("bytes").GetInt64(),
                        GetText(input, "sha256") ?? string.Empty,
                        input.GetProperty("rows").GetInt32()
                    )),
            ],
            Files = [.. files.Where(file => !CardFiles.IsCard(file.Path))],
            Rows =
            [
                .. List(root, "rows")
                    .Select(row => new OutputRow(
                        Text(row.GetProperty("row")),
                        GetText(row, "label"),
                        GetText(row, "part"),
                        [.. List(row, "files").Select(Text)]
                    )),
            ],
            Selection = [.. List(root, "selection").Select(ReadChoice)],
            Lost =
            [
                .. lost.Where(count => count.Value.ValueKind == JsonValueKind.Number)
                    .Select(count => KeyValuePair.Create(count.Name, count.Value.GetInt64())),
            ],
            LostInputs =
            [
                .. lost.Where(inputs => inputs.Name == "inputs").SelectMany(inputs => inputs.Value.EnumerateArray()).Select(ReadLost),
            ],
            HubConfigs = [.. List(root, HubHead.ConfigsField).Select(split => HubSplit.Parse(Text(split)))],
            HubFeatures = [.. List(root, HubHead.FeaturesField).Select(feature => HubFeature.Parse(Text(feature)))],
            ColumnsLeftOut = [.. List(root, "columns_left_out").Select(Text)],
        };
    }

    private static LostInput ReadLost(JsonElement input) =>
        new(
            GetText(input, "stem") ?? string.Empty,
            GetText(input, "reason") ?? string.Empty,
            input.TryGetProperty("rows", out var rows) ? rows.GetInt64() : null,
            [
                .. List(input, "columns")
                    .Select(column => (GetText(column, "name") ?? string.Empty, GetText(column, "missing") ?? string.Empty)),
            ]
        );

    private static OutputChoice ReadChoice(JsonElement step)
    {
        var kind = step.EnumerateObject().First();
        var isChosen = step.TryGetProperty("chosen", out var rows);
        return new OutputChoice(kind.Name, kind.Value.ToString(), GetText(step, "name"))
        {
            Rows = isChosen ? rows.GetArrayLength() : List(step, "dropped").Count(),
            IsChosen = isChosen,
        };
    }

    private static JsonElement.ArrayEnumerator List(JsonElement element, string name) =>
        element.TryGetProperty(name, out var items) && items.ValueKind == JsonValueKind.Array ? items.EnumerateArray() : default;

    private static string Text(JsonElement element) =>
        element.GetString() ?? throw new FormatException("null stands where a text is expected");

    private static string? GetText(JsonElement element, string name) =>
        element.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;
}

/// <summary>An input of a conversion.</summary>
internal sealed record SourceFile(string Stem, long Bytes, string Sha256, long Rows);

/// <summary>A damaged input, of which what is whole was converted.</summary>
/// <param name="Stem">Its stem.</param>
/// <param name="Reason">Why reading ended.</param>
/// <param name="Rows">Rows that could not be read; null where the input does not say how many it has.</param>
/// <param name="Columns">Columns whose last cells are missing, and the rows of these.</param>
internal sealed record LostInput(string Stem, string Reason, long? Rows, IReadOnlyList<(string Name, string Rows)> Columns);

/// <summary>A row of an output.</summary>
internal sealed record OutputRow(string Name, string? Label, string? Part, IReadOnlyList<string> Files);

/// <summary>A criterion by which rows were chosen.</summary>
/// <param name="Kind">Kind, for example <c>rule</c>.</param>
/// <param name="Text">Id, condition or number.</param>
/// <param name="Name">Name of the rule; null for other kinds.</param>
internal sealed record OutputChoice(string Kind, string Text, string? Name)
{
    /// <summary>Rows that it left out or chose.</summary>
    public int Rows { get; init; }

    /// <summary>Whether it chose its rows.</summary>
    public bool IsChosen { get; init; }
}
