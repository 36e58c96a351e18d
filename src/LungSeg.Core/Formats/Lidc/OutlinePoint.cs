namespace LungSeg.Core.Formats.Lidc;

/// <summary>A pixel of an outline.</summary>
/// <param name="X">Column, from 0.</param>
/// <param name="Y">Row, from 0.</param>
internal readonly record struct OutlinePoint(int X, int Y);
