namespace LungSeg.Core.Formats.Coco;

/// <summary>An instance on an image of a COCO document.</summary>
/// <param name="Id">Number, from 1.</param>
/// <param name="Image">The image it lies on.</param>
/// <param name="CategoryId">Number of its category, from 1.</param>
/// <param name="Shape">Where it lies.</param>
internal sealed record CocoAnnotation(int Id, CocoImage Image, int CategoryId, CocoShape Shape);
