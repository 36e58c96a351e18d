using LungSeg.Core.Model;

namespace LungSeg.Core.Conversion.Slices;

/// <summary>A rectangle over a slice, which may reach beyond it.</summary>
/// <param name="Top">Top edge, px; negative above the slice.</param>
/// <param name="Left">Left edge, px; negative left of the slice.</param>
/// <param name="Height">Height, px.</param>
/// <param name="Width">Width, px.</param>
internal readonly record struct SliceFrame(int Top, int Left, int Height, int Width)
{
    /// <summary>Copies the part of a slice that lies in the frame; the rest of the frame gets <paramref name="outside"/>.</summary>
    public void Cut<T>(ReadOnlySpan<T> slice, SliceSize size, T outside, Span<T> framed)
    {
        framed.Fill(outside);
        var (firstRow, lastRow) = (Math.Max(0, Top), Math.Min(size.Height, Top + Height));
        var (firstColumn, lastColumn) = (Math.Max(0, Left), Math.Min(size.Width, Left + Width));
        if (firstColumn >= lastColumn)
        {
            return;
        }

        for (var row = firstRow; row < lastRow; row++)
        {
            slice
                .Slice((row * size.Width) + firstColumn, lastColumn - firstColumn)
                .CopyTo(framed[(((row - Top) * Width) + firstColumn - Left)..]);
        }
    }
}

/// <summary>How a slice was cut and scaled. The part that was cut out may reach beyond the slice.</summary>
/// <param name="Source">Size of the slice, px.</param>
/// <param name="Frame">The part that was cut out.</param>
/// <param name="Size">Size in which it is written, px.</param>
internal readonly record struct SlicePlacement(SliceSize Source, SliceFrame Frame, SliceSize Size);
