namespace LungSeg.Core.Formats.Masks;

/// <summary>A corner of pixels: pixel [row, col] spans X from col to col + 1 and Y from row to row + 1.</summary>
internal readonly record struct PixelCorner(int X, int Y);
