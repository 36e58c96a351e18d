using System.Text.Json;
using LungSeg.Core.Bytes;

namespace LungSeg.Core.Formats.Documents;

/// <summary>One entry of a datalist.</summary>
/// <param name="Image">Path of the image, from the datalist's folder.</param>
/// <param name="Label">Path of the mask; null without one.</param>
/// <param name="Fold">Fold that validates on the case; null without folds.</param>
/// <param name="Extras">Further fields: strings, numbers or null.</param>
internal sealed record MonaiCase(string Image, string? Label, int? Fold, IReadOnlyList<(string Name, object? Value)> Extras);

/// <summary>A datalist of MONAI in the format of the Medical Segmentation Decathlon.</summary>
internal sealed class MonaiDatalist
{
    /// <summary>Name of the file in a MONAI data set.</summary>
    public const string FileName = "dataset.json";

    public const string Training = "training";
    public const string Validation = "validation";
    public const string Testing = "testing";

    /// <summary>Begin of the name of an array of a part that is none of these.</summary>
    public const string OtherPart = "part_";

    private static readonly string[] Main = [Training, Validation, Testing];
    private readonly Dictionary<string, List<MonaiCase>> _lists;

    /// <summary>A datalist without cases.</summary>
    /// <param name="description">Description of the data set; null to leave it out.</param>
    /// <param name="hasValidation">
    /// Whether the document has an array of validation cases. Without it, the folds of the training cases define them.
    /// </param>
    public MonaiDatalist(string? description, bool hasValidation)
    {
        Description = description;
        _lists = Main.Where(name => hasValidation || name != Validation).ToDictionary(name => name, _ => new List<MonaiCase>());
    }

    private string? Description { get; }

    /// <summary>Adds a case to an array.</summary>
    /// <param name="list">Name of the array: <c>training</c>, <c>validation</c>, <c>testing</c> or another.</param>
    /// <param name="item">The case.</param>
    public void Add(string list, MonaiCase item)
    {
        if (!_lists.TryGetValue(list, out var items))
        {
            _lists.Add(list, items = []);
        }
        items.Add(item);
    }

    /// <summary>
    /// Reads the cases of a document, array after array, and the name of the array that each stands in. <c>test</c> counts as
    /// <c>testing</c>.
    /// </summary>
    /// <param name="root">The document's object.</param>
    /// <param name="name">Its name in messages.</param>
    /// <exception cref="DatasetFormatException">A case has no image, or several.</exception>
    public static IEnumerable<(string List, MonaiCase Case)> Read(JsonElement root, SourceName name)
    {
        foreach (var array in root.EnumerateObject().Where(IsList))
        {
            foreach (var item in array.Value.EnumerateArray())
            {
                yield return (array.Name == "test" ? Testing : array.Name, ReadCase(item, name, array.Name));
            }
        }
    }

    /// <summary>Writes the document: the main arrays first, even when empty.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("name", "LungSeg");
        if (Description is not null)
        {
            json.WriteString("description", Description);
        }
        json.WriteString("tensorImageSize", "2D");
        json.WriteStartObject("modality");
        json.WriteString("0", "CT");
        json.WriteEndObject();
        json.WriteStartObject("labels");
        json.WriteString("0", "background");
        json.WriteString("1", "cancer");
        json.WriteEndObject();
        json.WriteNumber("numTraining", _lists[Training].Count);
        json.WriteNumber("numTest", _lists[Testing].Count);
        foreach (
            var (list, items) in _lists
                .OrderBy(list => Array.IndexOf(Main, list.Key) is var at && at < 0 ? Main.Length : at)
                .ThenBy(list => list.Key, StringComparer.Ordinal)
        )
        {
            json.WriteStartArray(list);
            foreach (var item in items)
            {
                WriteCase(json, item);
            }
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void WriteCase(Utf8JsonWriter json, MonaiCase item)
    {
        json.WriteStartObject();
        json.WriteString("image", item.Image);
        json.WriteString("label", item.Label);
        if (item.Fold is { } fold)
        {
            json.WriteNumber("fold", fold);
        }
        foreach (var (field, value) in item.Extras)
        {
            json.Write(field, value);
        }
        json.WriteEndObject();
    }

    /// <summary>Arrays of other content, such as tags, hold neither cases nor the paths of test images.</summary>
    private static bool IsList(JsonProperty array) =>
        array.Value.ValueKind == JsonValueKind.Array
        && (
            Main.Contains(array.Name)
            || array.Name == "test"
            || array.Value.EnumerateArray().FirstOrDefault() is { ValueKind: JsonValueKind.Object } first
                && first.TryGetProperty("image", out _)
        );

    private static MonaiCase ReadCase(JsonElement item, SourceName name, string list)
    {
        if (item.ValueKind == JsonValueKind.String)
        {
            return new MonaiCase(Normalize(item.GetString()!), null, null, []);
        }
        if (item.ValueKind != JsonValueKind.Object || !item.TryGetProperty("image", out var image) || GetPath(image) is not { } path)
        {
            throw FormatError.Corrupt(name, $"an element of {PrintableText.Escape(list, 40)} has no single path as its image");
        }
        if (item.EnumerateObject().CountBy(field => field.Name).FirstOrDefault(count => count.Value > 1).Key is { } repeated)
        {
            throw FormatError.Corrupt(
                name,
                $"the case of {PrintableText.Escape(path, 80)} has '{PrintableText.Escape(repeated, 40)}' twice"
            );
        }
        var label = item.TryGetProperty("label", out var mask) ? GetPath(mask) : null;
        return new MonaiCase(
            path,
            label,
            null,
            [
                .. item.EnumerateObject()
                    .Where(field => field.Name != "image" && (field.Name != "label" || label is null))
                    .Select(field => (field.Name, GetValue(field.Value))),
            ]
        );
    }

    /// <summary>A path, which may stand alone in an array.</summary>
    private static string? GetPath(JsonElement element) =>
        element.ValueKind switch
        {
            JsonValueKind.String => Normalize(element.GetString()!),
            JsonValueKind.Array when element.GetArrayLength() == 1 && element[0].ValueKind == JsonValueKind.String => Normalize(
                element[0].GetString()!
            ),
            _ => null,
        };

    private static object? GetValue(JsonElement element) =>
        element.ValueKind switch
        {
            JsonValueKind.Null => null,
            JsonValueKind.Number => element.GetDouble(),
            JsonValueKind.String => element.GetString(),
            _ => element.GetRawText(),
        };

    private static string Normalize(string path) => path.StartsWith("./", StringComparison.Ordinal) ? path[2..] : path;
}
