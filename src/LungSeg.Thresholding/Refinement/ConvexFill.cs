using LungSeg.Thresholding.Contours;

namespace LungSeg.Thresholding.Refinement;

/// <summary>Fills the convex hull of a mask's pixel centres.</summary>
internal sealed class ConvexFill(int height)
{
    private readonly (int Row, int Column)[] _left = new (int, int)[height];
    private readonly (int Row, int Column)[] _right = new (int, int)[height];
    private int _leftCount;
    private int _rightCount;

    public void Apply(BitSlice mask)
    {
        (_leftCount, _rightCount) = (0, 0);
        for (var row = 0; row < height; row++)
        {
            var first = mask.First(row);
            if (first >= 0)
            {
                Push(_left, ref _leftCount, (row, first), side: -1);
                Push(_right, ref _rightCount, (row, mask.Last(row)), side: 1);
            }
        }

        for (var i = 0; i + 1 < _leftCount; i++)
        {
            FillEdge(mask, _left[i], _left[i + 1], isLeft: true);
        }

        for (var i = 0; i + 1 < _rightCount; i++)
        {
            FillEdge(mask, _right[i], _right[i + 1], isLeft: false);
        }

        FillBetween(mask);
    }

    private static void Push((int Row, int Column)[] chain, ref int count, (int Row, int Column) point, int side)
    {
        while (count > 1 && side * Turn(chain[count - 2], chain[count - 1], point) >= 0)
        {
            count--;
        }

        chain[count++] = point;
    }

    private static long Turn((int Row, int Column) a, (int Row, int Column) b, (int Row, int Column) c) =>
        ((long)(b.Row - a.Row) * (c.Column - a.Column)) - ((long)(c.Row - a.Row) * (b.Column - a.Column));

    // Sets the first pixel inside the edge in each of its rows.
    private static void FillEdge(BitSlice mask, (int Row, int Column) from, (int Row, int Column) to, bool isLeft)
    {
        for (var row = from.Row; row <= to.Row; row++)
        {
            var exact = from.Column + ((double)(row - from.Row) * (to.Column - from.Column) / (to.Row - from.Row));
            var column = (int)(isLeft ? Math.Ceiling(exact) : Math.Floor(exact));
            mask.Fill(row, column, column + 1);
        }
    }

    private void FillBetween(BitSlice mask)
    {
        for (var row = 0; row < height; row++)
        {
            var first = mask.First(row);
            if (first >= 0)
            {
                mask.Fill(row, first, mask.Last(row) + 1);
            }
        }
    }
}
