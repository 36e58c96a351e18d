namespace LungSeg.Core.Formats.Masks;

/// <summary>One connected part of a mask: its number among the labels, its bounding box with exclusive ends, and its size.</summary>
internal readonly record struct PixelComponent(int Label, int Top, int Left, int Bottom, int Right, int Pixels);
