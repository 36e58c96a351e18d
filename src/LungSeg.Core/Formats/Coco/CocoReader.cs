using System.Text.Json;
using LungSeg.Core.Formats.Masks;
using LungSeg.Core.Model;

namespace LungSeg.Core.Formats.Coco;

/// <summary>Reads the shapes of a COCO document that <see cref="CocoWriter"/> wrote, to verify an output.</summary>
internal static class CocoReader
{
    /// <summary>The shapes on each image by its file name, also for images without shapes.</summary>
    /// <exception cref="JsonException">The document is not JSON.</exception>
    /// <exception cref="KeyNotFoundException">A field is missing.</exception>
    /// <exception cref="InvalidOperationException">A field is of another type.</exception>
    public static Dictionary<string, CocoFound> ReadShapes(ReadOnlyMemory<byte> bytes)
    {
        using var json = JsonDocument.Parse(bytes);
        var shapes = new Dictionary<string, CocoFound>();
        var byId = new Dictionary<int, CocoFound>();
        var names = json
            .RootElement.GetProperty("categories")
            .EnumerateArray()
            .ToDictionary(category => category.GetProperty("id").GetInt32(), category => category.GetProperty("name").GetString()!);
        foreach (var image in json.RootElement.GetProperty("images").EnumerateArray())
        {
            var found = new CocoFound(
                new SliceSize(image.GetProperty("height").GetInt32(), image.GetProperty("width").GetInt32()),
                image.EnumerateObject().ToDictionary(field => field.Name, field => field.Value.GetRawText())
            );
            byId.Add(image.GetProperty("id").GetInt32(), found);
            shapes.Add(image.GetProperty("file_name").GetString()!, found);
        }
        foreach (var annotation in json.RootElement.GetProperty("annotations").EnumerateArray())
        {
            var found = byId[annotation.GetProperty("image_id").GetInt32()];
            found.Shapes.Add(Shape(annotation));
            found.Categories.Add(names[annotation.GetProperty("category_id").GetInt32()]);
        }
        return shapes;
    }

    private static CocoShape Shape(JsonElement annotation)
    {
        var segmentation = annotation.GetProperty("segmentation");
        var box = Numbers(annotation.GetProperty("bbox"));
        var isPolygon = segmentation.ValueKind == JsonValueKind.Array;
        return new CocoShape(
            annotation.GetProperty("area").GetInt32(),
            new CocoBox(box[0], box[1], box[2], box[3]),
            isPolygon ? null : segmentation.GetProperty("counts").GetString(),
            isPolygon ? [.. Numbers(segmentation[0]).Chunk(2).Select(pair => new PixelCorner(pair[0], pair[1]))] : null
        );
    }

    private static int[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(number => number.GetInt32())];
}

/// <summary>What a document says of an image.</summary>
/// <param name="Size">Its size.</param>
/// <param name="Fields">Its fields as JSON, by name.</param>
internal sealed record CocoFound(SliceSize Size, IReadOnlyDictionary<string, string> Fields)
{
    /// <summary>Shapes of the annotations.</summary>
    public List<CocoShape> Shapes { get; } = [];

    /// <summary>Names of their categories.</summary>
    public HashSet<string> Categories { get; } = [];
}
