namespace LungSeg.Core.Statistics;

/// <summary>The smallest box that holds the lesion; ends are exclusive.</summary>
internal readonly record struct LesionBox(int Top, int Left, int Bottom, int Right)
{
    /// <summary>The box of the pixels of a mask that are not 0; null where there is none.</summary>
    public static LesionBox? Of(ReadOnlySpan<byte> lesion, int columns)
    {
        var first = lesion.IndexOfAnyExcept((byte)0);
        if (first < 0)
            return null;
        var (top, bottom) = (first / columns, (lesion.LastIndexOfAnyExcept((byte)0) / columns) + 1);
        var (left, right) = (columns, 0);
        for (var row = top; row < bottom; row++)
        {
            var pixels = lesion.Slice(row * columns, columns);
            var begin = pixels.IndexOfAnyExcept((byte)0);
            if (begin < 0)
                continue;
            left = Math.Min(left, begin);
            right = Math.Max(right, pixels.LastIndexOfAnyExcept((byte)0) + 1);
        }

        return new LesionBox(top, left, bottom, right);
    }

    /// <summary>The box with a margin on all sides, as far as the image goes.</summary>
    public LesionBox Widened(int margin, int rows, int columns) =>
        new(Math.Max(0, Top - margin), Math.Max(0, Left - margin), Math.Min(rows, Bottom + margin), Math.Min(columns, Right + margin));
}
