namespace LungSeg.Core.Model;

/// <summary>Distance of neighbouring pixels in mm.</summary>
/// <param name="RowMm">From one row to the next, down.</param>
/// <param name="ColumnMm">From one column to the next, across.</param>
public readonly record struct PixelSpacing(double RowMm, double ColumnMm);
