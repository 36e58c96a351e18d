namespace LungSeg.Core.Conversion.Slices;

/// <summary>A rectangle over a slice, which may reach beyond it.</summary>
/// <param name="Top">First row; negative above the slice.</param>
/// <param name="Left">First column; negative left of the slice.</param>
/// <param name="Rows">Number of rows.</param>
/// <param name="Columns">Number of columns.</param>
internal readonly record struct SliceFrame(int Top, int Left, int Rows, int Columns)
{
    /// <summary>Copies what of a slice lies in the frame; the rest gets <paramref name="outside"/>.</summary>
    public void Cut<T>(ReadOnlySpan<T> slice, (int Rows, int Columns) size, T outside, Span<T> framed)
    {
        framed.Fill(outside);
        var (firstRow, lastRow) = (Math.Max(0, Top), Math.Min(size.Rows, Top + Rows));
        var (firstColumn, lastColumn) = (Math.Max(0, Left), Math.Min(size.Columns, Left + Columns));
        if (firstColumn >= lastColumn)
            return;
        for (var row = firstRow; row < lastRow; row++)
            slice
                .Slice((row * size.Columns) + firstColumn, lastColumn - firstColumn)
                .CopyTo(framed[(((row - Top) * Columns) + firstColumn - Left)..]);
    }
}
