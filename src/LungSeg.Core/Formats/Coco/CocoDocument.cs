namespace LungSeg.Core.Formats.Coco;

/// <summary>A COCO document of instances.</summary>
internal sealed record CocoDocument
{
    /// <summary>Description of the data set.</summary>
    public required string Description { get; init; }

    /// <summary>Names of the categories; their numbers start at 1.</summary>
    public required IReadOnlyList<string> Categories { get; init; }

    /// <summary>Supercategory of all categories.</summary>
    public required string Supercategory { get; init; }

    public List<CocoImage> Images { get; } = [];

    public List<CocoAnnotation> Annotations { get; } = [];
}

/// <summary>An image of a COCO document.</summary>
/// <param name="Id">Number, from 1.</param>
/// <param name="FileName">Path within the folder of images.</param>
/// <param name="Height">Height in pixels.</param>
/// <param name="Width">Width in pixels.</param>
/// <param name="Extras">Further fields, which loaders ignore: texts, numbers or null.</param>
internal sealed record CocoImage(int Id, string FileName, int Height, int Width, IReadOnlyList<(string Name, object? Value)> Extras);

/// <summary>An instance on an image of a COCO document.</summary>
/// <param name="Id">Number, from 1.</param>
/// <param name="Image">Its image.</param>
/// <param name="CategoryId">Number of its category, from 1.</param>
/// <param name="Shape">Its pixels.</param>
internal sealed record CocoAnnotation(int Id, CocoImage Image, int CategoryId, CocoShape Shape);

/// <summary>A bounding box in pixels.</summary>
internal readonly record struct CocoBox(int X, int Y, int Width, int Height);
