namespace LungSeg.Core.Grouping;

/// <summary>A move of whole pixels that takes one slice onto another.</summary>
/// <param name="Rows">Pixels down.</param>
/// <param name="Columns">Pixels to the right.</param>
/// <param name="Residual">How far the profiles are then apart, mean difference in tones.</param>
internal readonly record struct SliceMove(int Rows, int Columns, double Residual);
