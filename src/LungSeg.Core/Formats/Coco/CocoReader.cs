using System.Text.Json;
using LungSeg.Core.Formats.Masks;

namespace LungSeg.Core.Formats.Coco;

/// <summary>Reads the shapes of a COCO document that <see cref="CocoWriter"/> wrote, to verify an output.</summary>
internal static class CocoReader
{
    /// <summary>The shapes on each image by its file name, also for images without shapes.</summary>
    /// <exception cref="JsonException">The document is not JSON.</exception>
    /// <exception cref="KeyNotFoundException">A field is missing.</exception>
    /// <exception cref="InvalidOperationException">A field is of another type.</exception>
    public static Dictionary<string, List<CocoShape>> ReadShapes(ReadOnlyMemory<byte> bytes)
    {
        using var json = JsonDocument.Parse(bytes);
        var shapes = new Dictionary<string, List<CocoShape>>();
        var byId = new Dictionary<int, List<CocoShape>>();
        foreach (var image in json.RootElement.GetProperty("images").EnumerateArray())
        {
            shapes.Add(image.GetProperty("file_name").GetString()!, byId[image.GetProperty("id").GetInt32()] = []);
        }
        foreach (var annotation in json.RootElement.GetProperty("annotations").EnumerateArray())
        {
            byId[annotation.GetProperty("image_id").GetInt32()].Add(Shape(annotation));
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
