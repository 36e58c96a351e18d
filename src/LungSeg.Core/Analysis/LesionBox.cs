namespace LungSeg.Core.Analysis;

/// <summary>The bounding box of the lesion; ends are exclusive.</summary>
internal readonly record struct LesionBox(int Top, int Left, int Bottom, int Right)
{
    public int Height => Bottom - Top;

    public int Width => Right - Left;

    /// <summary>The bounding box of the pixels of a mask that are not 0, or null.</summary>
    public static LesionBox? Find(ReadOnlySpan<byte> lesion, int width)
    {
        var first = lesion.IndexOfAnyExcept((byte)0);
        if (first < 0)
        {
            return null;
        }

        var (top, bottom) = (first / width, (lesion.LastIndexOfAnyExcept((byte)0) / width) + 1);
        var (left, right) = (width, 0);
        for (var row = top; row < bottom; row++)
        {
            var pixels = lesion.Slice(row * width, width);
            var begin = pixels.IndexOfAnyExcept((byte)0);
            if (begin < 0)
            {
                continue;
            }

            left = Math.Min(left, begin);
            right = Math.Max(right, pixels.LastIndexOfAnyExcept((byte)0) + 1);
        }

        return new LesionBox(top, left, bottom, right);
    }

    /// <summary>The smallest box that holds both; null where both are.</summary>
    public static LesionBox? Union(LesionBox? a, LesionBox? b) =>
        (a, b) switch
        {
            ({ } x, { } y) => new LesionBox(
                Math.Min(x.Top, y.Top),
                Math.Min(x.Left, y.Left),
                Math.Max(x.Bottom, y.Bottom),
                Math.Max(x.Right, y.Right)
            ),
            _ => a ?? b,
        };

    /// <summary>The values in the box, [row, col]; none of no values.</summary>
    /// <param name="values">Those of the slice, [row, col].</param>
    /// <param name="width">Columns of the slice.</param>
    public T[] CutOut<T>(ReadOnlySpan<T> values, int width)
    {
        var cut = new T[values.IsEmpty ? 0 : Height * Width];
        for (var row = 0; row < Height && cut.Length > 0; row++)
        {
            values.Slice(((Top + row) * width) + Left, Width).CopyTo(cut.AsSpan(row * Width));
        }
        return cut;
    }

    /// <summary>The box with a margin on all sides, clipped to the slice.</summary>
    public LesionBox Widen(int margin, int height, int width) =>
        new(Math.Max(0, Top - margin), Math.Max(0, Left - margin), Math.Min(height, Bottom + margin), Math.Min(width, Right + margin));
}
