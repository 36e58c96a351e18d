using LungSeg.Core.Formats.Documents;

namespace LungSeg.Core.Formats.Monai;

/// <summary>A datalist of MONAI, in the manner of the Medical Segmentation Decathlon.</summary>
internal sealed class MonaiDatalist
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "dataset.json";

    /// <summary>Its main lists, which are there even when empty.</summary>
    private static readonly string[] Main = ["training", "validation", "testing"];

    private readonly Dictionary<string, List<MonaiCase>> _lists = Main.ToDictionary(name => name, _ => new List<MonaiCase>());

    /// <summary>Adds a case to a list.</summary>
    /// <param name="list">Name of the list: <c>training</c>, <c>validation</c>, <c>testing</c> or another.</param>
    /// <param name="item">The case.</param>
    public void Add(string list, MonaiCase item)
    {
        if (!_lists.TryGetValue(list, out var items))
            _lists.Add(list, items = []);
        items.Add(item);
    }

    /// <summary>Writes the document.</summary>
    public void Write(Stream stream, string name, string description)
    {
        using var json = JsonText.WriterOf(stream);
        json.WriteStartObject();
        json.WriteString("name", name);
        json.WriteString("description", description);
        json.WriteString("tensorImageSize", "2D");
        json.WriteStartObject("modality");
        json.WriteString("0", "CT");
        json.WriteEndObject();
        json.WriteStartObject("labels");
        json.WriteString("0", "background");
        json.WriteString("1", "cancer");
        json.WriteEndObject();
        json.WriteNumber("numTraining", _lists["training"].Count);
        json.WriteNumber("numTest", _lists["testing"].Count);
        foreach (
            var (list, items) in _lists
                .OrderBy(list => Array.IndexOf(Main, list.Key) is var at && at < 0 ? Main.Length : at)
                .ThenBy(list => list.Key, StringComparer.Ordinal)
        )
        {
            json.WriteStartArray(list);
            foreach (var item in items)
            {
                json.WriteStartObject();
                json.WriteString("image", item.Image);
                json.WriteString("label", item.Label);
                if (item.Fold is { } fold)
                    json.WriteNumber("fold", fold);
                foreach (var (field, value) in item.Extras)
                    JsonText.Write(json, field, value);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }
}
