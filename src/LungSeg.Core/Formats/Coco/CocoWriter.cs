using System.Text.Json;
using LungSeg.Core.Formats.Documents;

namespace LungSeg.Core.Formats.Coco;

/// <summary>Writes COCO documents; equal input gives equal bytes.</summary>
internal static class CocoWriter
{
    public static void Write(Stream stream, CocoDocument document)
    {
        using var json = JsonText.CreateWriter(stream, isIndented: false);
        json.WriteStartObject();
        json.WriteStartObject("info");
        json.WriteString("description", document.Description);
        json.WriteEndObject();
        json.WriteStartArray("licenses");
        json.WriteEndArray();
        json.WriteStartArray("images");
        foreach (var image in document.Images)
        {
            WriteImage(json, image);
        }
        json.WriteEndArray();
        json.WriteStartArray("annotations");
        foreach (var annotation in document.Annotations)
        {
            WriteAnnotation(json, annotation);
        }
        json.WriteEndArray();
        WriteCategories(json, document);
        json.WriteEndObject();
    }

    /// <summary>A field of an image as JSON.</summary>
    public static string GetText(object? value)
    {
        using var document = JsonDocument.Parse(JsonText.Record(json => json.Write("value", value)));
        return document.RootElement.GetProperty("value").GetRawText();
    }

    private static void WriteImage(Utf8JsonWriter json, CocoImage image)
    {
        json.WriteStartObject();
        json.WriteNumber("id", image.Id);
        json.WriteString("file_name", image.FileName);
        json.WriteNumber("width", image.Width);
        json.WriteNumber("height", image.Height);
        foreach (var (name, value) in image.Extras)
        {
            JsonText.Write(json, name, value);
        }
        json.WriteEndObject();
    }

    private static void WriteAnnotation(Utf8JsonWriter json, CocoAnnotation annotation)
    {
        var shape = annotation.Shape;
        json.WriteStartObject();
        json.WriteNumber("id", annotation.Id);
        json.WriteNumber("image_id", annotation.Image.Id);
        json.WriteNumber("category_id", annotation.CategoryId);
        if (shape.Polygon is { } polygon)
        {
            json.WriteStartArray("segmentation");
            WriteNumbers(json, [.. polygon.SelectMany(corner => new[] { corner.X, corner.Y })]);
            json.WriteEndArray();
        }
        else
        {
            json.WriteStartObject("segmentation");
            json.WritePropertyName("size");
            WriteNumbers(json, annotation.Image.Height, annotation.Image.Width);
            json.WriteString("counts", shape.Counts);
            json.WriteEndObject();
        }

        json.WriteNumber("area", shape.Area);
        json.WritePropertyName("bbox");
        WriteNumbers(json, shape.Box.X, shape.Box.Y, shape.Box.Width, shape.Box.Height);
        json.WriteNumber("iscrowd", 0);
        json.WriteEndObject();
    }

    private static void WriteCategories(Utf8JsonWriter json, CocoDocument document)
    {
        json.WriteStartArray("categories");
        for (var i = 0; i < document.Categories.Count; i++)
        {
            json.WriteStartObject();
            json.WriteNumber("id", i + 1);
            json.WriteString("name", document.Categories[i]);
            json.WriteString("supercategory", document.Supercategory);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteNumbers(Utf8JsonWriter json, params ReadOnlySpan<int> numbers)
    {
        json.WriteStartArray();
        foreach (var number in numbers)
        {
            json.WriteNumberValue(number);
        }
        json.WriteEndArray();
    }
}
