namespace LungSeg.Core.Formats.Coco;

/// <summary>An image of a COCO document.</summary>
/// <param name="Id">Number, from 1.</param>
/// <param name="FileName">Path within the folder of images.</param>
/// <param name="Height">Rows of pixels.</param>
/// <param name="Width">Columns of pixels.</param>
/// <param name="Extras">Further fields, which loaders pass by: texts, numbers or null.</param>
internal sealed record CocoImage(int Id, string FileName, int Height, int Width, IReadOnlyList<(string Name, object? Value)> Extras);
