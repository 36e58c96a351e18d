namespace LungSeg.Core.Formats.Coco;

/// <summary>A bounding box in pixels.</summary>
internal readonly record struct CocoBox(int X, int Y, int Width, int Height);
