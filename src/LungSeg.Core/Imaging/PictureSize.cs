namespace LungSeg.Core.Imaging;

/// <summary>Sizes in pixels.</summary>
/// <param name="SliceRows">Rows of the slice.</param>
/// <param name="SliceColumns">Columns of the slice.</param>
/// <param name="Rows">Rows of the picture.</param>
/// <param name="Columns">Columns of the picture.</param>
public readonly record struct PictureSize(int SliceRows, int SliceColumns, int Rows, int Columns);
