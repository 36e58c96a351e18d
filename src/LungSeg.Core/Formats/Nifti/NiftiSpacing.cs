namespace LungSeg.Core.Formats.Nifti;

/// <summary>Distances between the centres of neighbouring pixels.</summary>
/// <param name="Column">From column to column, <c>pixdim[1]</c>.</param>
/// <param name="Row">From row to row, <c>pixdim[2]</c>.</param>
/// <param name="Slice">From slice to slice, <c>pixdim[3]</c>.</param>
internal readonly record struct NiftiSpacing(double Column, double Row, double Slice);
