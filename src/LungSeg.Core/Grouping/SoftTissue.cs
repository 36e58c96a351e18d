using LungSeg.Core.Datasets;

namespace LungSeg.Core.Grouping;

/// <summary>The inside of soft tissue, away from edges: there the differences between pixels are noise.</summary>
internal static class SoftTissue
{
    private const double From = -200;
    private const double To = 250;
    private const int Reach = 2;

    /// <summary>1 where the pixel and all within two rows and two columns of it are soft tissue [row, col], else 0.</summary>
    public static byte[] Inside(ReadOnlySpan<double> hu, SliceShape shape)
    {
        var soft = new byte[hu.Length];
        for (var i = 0; i < hu.Length; i++)
            soft[i] = hu[i] is >= From and <= To ? (byte)1 : (byte)0;
        var across = new byte[hu.Length];
        for (var row = 0; row < shape.Rows; row++)
            Erode(soft, across, (row * shape.Columns, 1), shape.Columns);
        var inside = new byte[hu.Length];
        for (var column = 0; column < shape.Columns; column++)
            Erode(across, inside, (column, shape.Columns), shape.Rows);
        return inside;
    }

    /// <summary>Keeps what has as much on both sides along one line; the ends of the line go.</summary>
    private static void Erode(byte[] source, byte[] target, (int Start, int Step) line, int count)
    {
        var run = 0;
        for (var i = 0; i < count; i++)
        {
            run = source[line.Start + (i * line.Step)] != 0 ? run + 1 : 0;
            if (run > 2 * Reach)
                target[line.Start + ((i - Reach) * line.Step)] = 1;
        }
    }
}
