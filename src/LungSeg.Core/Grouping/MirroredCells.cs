namespace LungSeg.Core.Grouping;

/// <summary>Mirrors squares of cells [row, col].</summary>
internal static class MirroredCells
{
    /// <summary>A mirrored copy.</summary>
    public static T[] Create<T>(ReadOnlySpan<T> cells, int side, Mirror mirror)
    {
        var mirrored = cells.ToArray();
        if (mirror is Mirror.UpsideDown or Mirror.HalfTurn)
        {
            for (var row = 0; row < side; row++)
            {
                cells.Slice(row * side, side).CopyTo(mirrored.AsSpan((side - 1 - row) * side));
            }
        }

        if (mirror is Mirror.LeftRight or Mirror.HalfTurn)
        {
            for (var row = 0; row < side; row++)
            {
                mirrored.AsSpan(row * side, side).Reverse();
            }
        }

        return mirrored;
    }

    /// <summary>Position in a slice of <paramref name="length"/> pixels that a mirrored position shows.</summary>
    public static int At(int position, int length, bool isMirrored) => isMirrored ? length - 1 - position : position;
}

/// <summary>How a slice is mirrored.</summary>
public enum Mirror
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>Left to right.</summary>
    LeftRight,

    /// <summary>Top to bottom.</summary>
    UpsideDown,

    /// <summary>Both, which is half a turn.</summary>
    HalfTurn,
}
