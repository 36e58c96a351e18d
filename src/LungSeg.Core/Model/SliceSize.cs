namespace LungSeg.Core.Model;

/// <summary>Size of a slice or a picture in pixels.</summary>
/// <param name="Height">Pixels from top to bottom: the length of axis 0.</param>
/// <param name="Width">Pixels from left to right: the length of axis 1.</param>
public readonly record struct SliceSize(int Height, int Width);
