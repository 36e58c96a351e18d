namespace LungSeg.Core.Grouping;

/// <summary>Mirrors square grids of blocks [row, col].</summary>
internal static class MirroredGrid
{
    /// <summary>A mirrored copy.</summary>
    public static T[] Create<T>(ReadOnlySpan<T> blocks, int side, Mirror mirror)
    {
        var mirrored = blocks.ToArray();
        if (mirror is Mirror.UpsideDown or Mirror.HalfTurn)
        {
            for (var row = 0; row < side; row++)
            {
                blocks.Slice(row * side, side).CopyTo(mirrored.AsSpan((side - 1 - row) * side));
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

    /// <summary>Position in the original, <paramref name="length"/> pixels long, of a position in the mirrored slice.</summary>
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
