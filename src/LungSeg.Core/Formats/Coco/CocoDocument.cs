namespace LungSeg.Core.Formats.Coco;

/// <summary>A COCO document of instances.</summary>
internal sealed record CocoDocument
{
    /// <summary>What it is, in words.</summary>
    public required string Description { get; init; }

    /// <summary>Names of the categories; their numbers start at 1.</summary>
    public required IReadOnlyList<string> Categories { get; init; }

    /// <summary>What the categories are kinds of.</summary>
    public required string Supercategory { get; init; }

    public List<CocoImage> Images { get; } = [];

    public List<CocoAnnotation> Annotations { get; } = [];
}
