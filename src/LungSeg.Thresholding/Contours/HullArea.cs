using System.Runtime.InteropServices;

namespace LungSeg.Thresholding.Contours;

/// <summary>Exact area of the convex hull of a component's contour, in integers.</summary>
/// <remarks>
/// Marching squares at 0.95 puts a contour point 1/20 px outside each air pixel and 19/20 px outside each tissue pixel,
/// along rows and columns. In units of 1/20 px every coordinate is an integer, and the hull of the contour is the hull of the
/// component's pixels with a diamond of that radius added to it.
/// </remarks>
internal sealed class HullArea
{
    /// <summary>Units per pixel side.</summary>
    public const int Scale = 20;

    private const int AirRadius = 1;
    private const int TissueRadius = 19;

    private RowExtent[] _extents = [];
    private RowExtent[] _chain = [];

    /// <summary>Twice the hull area in (1/20 px)^2.</summary>
    public long Twice(ComponentMap map, int index)
    {
        ref readonly var component = ref map.Components[index];
        var height = component.Bottom - component.Top + 1;
        if (_extents.Length < height)
        {
            _extents = new RowExtent[height];
        }

        for (var row = component.Top; row <= component.Bottom; row++)
        {
            _extents[row - component.Top] = GetExtent(map, index, row);
        }

        return Twice(_extents.AsSpan(0, height), component.Air ? AirRadius : TissueRadius);
    }

    /// <summary>
    /// Twice the hull area of an air component that touches the image border, where the contour has no point outside the image.
    /// </summary>
    public long TwiceAtBorder(ComponentMap map, int index, int height, int width)
    {
        ref readonly var component = ref map.Components[index];
        var points = new List<RowExtent>(3 * (component.Bottom - component.Top + 1));
        for (var row = component.Top; row <= component.Bottom; row++)
        {
            var (_, left, right) = GetExtent(map, index, row);
            var outer = new RowExtent(row * Scale, Math.Max(left - AirRadius, 0), Math.Min(right + AirRadius, (width - 1) * Scale));
            if (row > 0)
            {
                points.Add(new RowExtent(outer.Row - AirRadius, left, right));
            }

            points.Add(outer);
            if (row < height - 1)
            {
                points.Add(new RowExtent(outer.Row + AirRadius, left, right));
            }
        }

        return Twice(CollectionsMarshal.AsSpan(points), radius: 0);
    }

    private static RowExtent GetExtent(ComponentMap map, int index, int row)
    {
        var left = -1;
        var right = -1;
        foreach (ref readonly var run in map.RunsOfRow(row))
        {
            if (run.Component == index)
            {
                left = left < 0 ? run.Start : left;
                right = run.End - 1;
            }
        }

        return new RowExtent(row * Scale, left * Scale, right * Scale);
    }

    // Area of (hull + diamond) = area of hull + radius * sum over its edges of max(|row step|, |column step|) + area of the diamond.
    private long Twice(ReadOnlySpan<RowExtent> extents, int radius)
    {
        if (_chain.Length < extents.Length)
        {
            _chain = new RowExtent[extents.Length];
        }

        var (leftArea, leftLength) = Chain(extents, side: -1);
        var (rightArea, rightLength) = Chain(extents, side: 1);
        var first = extents[0];
        var last = extents[^1];
        var length = leftLength + rightLength + (first.Right - first.Left) + (last.Right - last.Left);
        return rightArea - leftArea + (2L * radius * length) + (4L * radius * radius);
    }

    // Follows one side of the hull: returns twice the area between it and column 0, and its length in the norm above.
    private (long Area, long Length) Chain(ReadOnlySpan<RowExtent> extents, int side)
    {
        var chain = _chain;
        var count = 0;
        foreach (var extent in extents)
        {
            var point = extent with { Left = side < 0 ? extent.Left : extent.Right };
            while (count > 1 && side * Turn(chain[count - 2], chain[count - 1], point) >= 0)
            {
                count--;
            }

            chain[count++] = point;
        }

        var area = 0L;
        var length = 0L;
        for (var i = 1; i < count; i++)
        {
            var step = chain[i].Row - chain[i - 1].Row;
            area += (long)step * (chain[i].Left + chain[i - 1].Left);
            length += Math.Max(step, Math.Abs(chain[i].Left - chain[i - 1].Left));
        }

        return (area, length);
    }

    // Positive where b is left of the line from a to c, at a lower column.
    private static long Turn(RowExtent a, RowExtent b, RowExtent c) =>
        ((long)(b.Row - a.Row) * (c.Left - a.Left)) - ((long)(c.Row - a.Row) * (b.Left - a.Left));
}

/// <summary>The outermost points of a shape at one row coordinate.</summary>
internal readonly record struct RowExtent(int Row, int Left, int Right);
