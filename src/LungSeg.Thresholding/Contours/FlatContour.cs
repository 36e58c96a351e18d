using System.Diagnostics;

namespace LungSeg.Thresholding.Contours;

/// <summary>Finds contours without an area: two points, or all points on one line. scipy's ConvexHull raises an error on them.</summary>
/// <remarks>
/// Only an open contour, which starts and ends on the image border, can be flat. Each open contour is followed as long as it stays on the
/// line through its first two points; most leave it at the third point.
/// </remarks>
internal static class FlatContour
{
    // The sides of a square of four pixels. A contour enters through one side and leaves through another.
    private enum Side
    {
        Top,
        Left,
        Bottom,
        Right,
    }

    public static bool Exists(BitSlice air)
    {
        for (var column = 0; column < air.Width - 1; column++)
        {
            if (IsFlatFrom(air, 0, column, Side.Top) || IsFlatFrom(air, air.Height - 2, column, Side.Bottom))
            {
                return true;
            }
        }

        for (var row = 0; row < air.Height - 1; row++)
        {
            if (IsFlatFrom(air, row, 0, Side.Left) || IsFlatFrom(air, row, air.Width - 2, Side.Right))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsFlatFrom(BitSlice air, int row, int column, Side side)
    {
        if (!IsCrossed(air, row, column, side))
        {
            return false;
        }

        var first = PointOn(air, row, column, side);
        var direction = (Row: 0, Column: 0);
        while (true)
        {
            side = Exit(air, row, column, side);
            var point = PointOn(air, row, column, side);
            var step = (Row: point.Row - first.Row, Column: point.Column - first.Column);
            if (direction == (0, 0))
            {
                direction = step;
            }
            else if (direction.Row * step.Column != direction.Column * step.Row)
            {
                return false;
            }

            (row, column, side) = side switch
            {
                Side.Top => (row - 1, column, Side.Bottom),
                Side.Left => (row, column - 1, Side.Right),
                Side.Bottom => (row + 1, column, Side.Top),
                _ => (row, column + 1, Side.Left),
            };
            if (row < 0 || column < 0 || row > air.Height - 2 || column > air.Width - 2)
            {
                return true;
            }
        }
    }

    private static bool IsCrossed(BitSlice air, int row, int column, Side side) =>
        side switch
        {
            Side.Top => air[row, column] != air[row, column + 1],
            Side.Left => air[row, column] != air[row + 1, column],
            Side.Bottom => air[row + 1, column] != air[row + 1, column + 1],
            _ => air[row, column + 1] != air[row + 1, column + 1],
        };

    private static Side Exit(BitSlice air, int row, int column, Side entry)
    {
        // At a saddle the contour turns around the air pixel, since air is not connected diagonally.
        var saddle = air[row, column] == air[row + 1, column + 1] && air[row, column + 1] == air[row + 1, column];
        if (saddle)
        {
            return (entry, air[row, column]) switch
            {
                (Side.Top, true) => Side.Left,
                (Side.Left, true) => Side.Top,
                (Side.Bottom, true) => Side.Right,
                (Side.Right, true) => Side.Bottom,
                (Side.Top, false) => Side.Right,
                (Side.Right, false) => Side.Top,
                (Side.Left, false) => Side.Bottom,
                _ => Side.Left,
            };
        }

        for (var side = Side.Top; side <= Side.Right; side++)
        {
            if (side != entry && IsCrossed(air, row, column, side))
            {
                return side;
            }
        }

        throw new UnreachableException("a contour that enters a square of four pixels leaves it");
    }

    private static (int Row, int Column) PointOn(BitSlice air, int row, int column, Side side)
    {
        if (side is Side.Top or Side.Bottom)
        {
            row += side == Side.Bottom ? 1 : 0;
            return (row * HullArea.Scale, (column * HullArea.Scale) + Offset(air[row, column]));
        }

        column += side == Side.Right ? 1 : 0;
        return ((row * HullArea.Scale) + Offset(air[row, column]), column * HullArea.Scale);
    }

    private static int Offset(bool fromAir) => fromAir ? 1 : HullArea.Scale - 1;
}
