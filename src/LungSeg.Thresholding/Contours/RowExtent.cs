namespace LungSeg.Thresholding.Contours;

/// <summary>The outermost points of a shape at one row coordinate.</summary>
internal readonly record struct RowExtent(int Row, int Left, int Right);
