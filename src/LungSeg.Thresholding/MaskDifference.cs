namespace LungSeg.Thresholding;

/// <summary>Compares a stored lung area with a computed one.</summary>
public static class MaskDifference
{
    /// <summary>Whether two masks differ, and only in pixels at the edge of the computed mask.</summary>
    /// <remarks>
    /// Pillow 9.1.x and 11.1.0 fill some polygons with different edges, so a stored area that differs in this way from
    /// <see cref="PublishedMasker"/> can still come from the published code. An edge pixel is a pixel that, with its eight neighbours,
    /// covers both values.
    /// </remarks>
    /// <param name="computed">The computed mask, [row, col] in C order.</param>
    /// <param name="stored">Not 0 where the stored area keeps a pixel, same layout.</param>
    /// <param name="width">Width in pixels.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="width"/> is under 1.</exception>
    /// <exception cref="ArgumentException">The lengths differ or are not a multiple of <paramref name="width"/>.</exception>
    public static bool IsEdgeOnly(ReadOnlySpan<byte> computed, ReadOnlySpan<byte> stored, int width)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        if (computed.Length != stored.Length || computed.Length % width != 0)
        {
            throw new ArgumentException(
                $"{computed.Length} and {stored.Length} mask values are not two masks of {width} columns",
                nameof(stored)
            );
        }

        var differs = false;
        for (var i = 0; i < computed.Length; i++)
        {
            if ((computed[i] != 0) != (stored[i] != 0))
            {
                differs = true;
                if (!IsEdge(computed, i, width))
                {
                    return false;
                }
            }
        }

        return differs;
    }

    private static bool IsEdge(ReadOnlySpan<byte> mask, int pixel, int width)
    {
        var (row, column) = Math.DivRem(pixel, width);
        var height = mask.Length / width;
        for (var r = Math.Max(row - 1, 0); r <= Math.Min(row + 1, height - 1); r++)
        {
            for (var c = Math.Max(column - 1, 0); c <= Math.Min(column + 1, width - 1); c++)
            {
                if ((mask[(r * width) + c] != 0) != (mask[pixel] != 0))
                {
                    return true;
                }
            }
        }

        return false;
    }
}
