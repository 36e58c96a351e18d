namespace LungSeg.Thresholding.Refinement;

/// <summary>Exact squared Euclidean distances in pixels, in two passes (Meijster, Roerdink and Hesselink 2000).</summary>
internal sealed class DistanceTransform(int rows, int columns)
{
    private readonly int[] _vertical = new int[rows * columns];
    private readonly int[] _apex = new int[columns];
    private readonly int[] _from = new int[columns];

    /// <summary>Rows and columns, end-exclusive, that are looked at and written; all of them unless set.</summary>
    public (int Top, int Left, int Bottom, int Right) Window { get; set; } = (0, 0, rows, columns);

    /// <summary>Squared distance from each pixel to the nearest pixel whose mask is set (<paramref name="toSet"/>) or is not.</summary>
    /// <remarks>Distances over <paramref name="limit"/> come out as any value over its square, which saves most of the work.</remarks>
    public void Squared(ReadOnlySpan<byte> mask, bool toSet, int limit, Span<int> distance)
    {
        MeasureColumns(mask, toSet);
        for (var row = Window.Top; row < Window.Bottom; row++)
        {
            MeasureRow(_vertical.AsSpan(row * columns, columns), limit, distance.Slice(row * columns, columns));
        }
    }

    // Farther than any two pixels; the distance where nothing is set.
    private int Infinity => rows + columns;

    private void MeasureColumns(ReadOnlySpan<byte> mask, bool toSet)
    {
        var wanted = toSet ? 1 : 0;
        var (top, left, bottom, right) = Window;
        for (var row = top; row < bottom; row++)
        {
            var current = _vertical.AsSpan(row * columns, columns);
            var above = row > top ? _vertical.AsSpan((row - 1) * columns, columns) : [];
            var pixels = mask.Slice(row * columns, columns);
            for (var column = left; column < right; column++)
            {
                var further = row > top ? Math.Min(above[column] + 1, Infinity) : Infinity;
                current[column] = pixels[column] == wanted ? 0 : further;
            }
        }

        for (var row = bottom - 2; row >= top; row--)
        {
            var current = _vertical.AsSpan(row * columns, columns);
            var below = _vertical.AsSpan((row + 1) * columns, columns);
            for (var column = left; column < right; column++)
            {
                current[column] = Math.Min(current[column], below[column] + 1);
            }
        }
    }

    // Lower envelope of the parabolas (column - u)^2 + vertical(u)^2.
    private void MeasureRow(ReadOnlySpan<int> vertical, int limit, Span<int> distance)
    {
        var last = -1;
        for (var u = Window.Left; u < Window.Right; u++)
        {
            if (vertical[u] <= limit)
            {
                last = AddParabola(vertical, u, last);
            }
        }

        if (last < 0)
        {
            distance[Window.Left..Window.Right].Fill(Infinity * Infinity);
            return;
        }

        for (var column = Window.Right - 1; column >= Window.Left; column--)
        {
            distance[column] = Value(vertical, _apex[last], column);
            if (column == _from[last])
            {
                last--;
            }
        }
    }

    private int AddParabola(ReadOnlySpan<int> vertical, int u, int last)
    {
        while (last >= 0 && Value(vertical, _apex[last], _from[last]) > Value(vertical, u, _from[last]))
        {
            last--;
        }

        var start = Window.Left;
        if (last >= 0)
        {
            var apex = _apex[last];
            start = 1 + (((u * u) - (apex * apex) + (vertical[u] * vertical[u]) - (vertical[apex] * vertical[apex])) / (2 * (u - apex)));
            if (start >= Window.Right)
            {
                return last;
            }
        }

        last++;
        _apex[last] = u;
        _from[last] = start;
        return last;
    }

    private static int Value(ReadOnlySpan<int> vertical, int apex, int column) =>
        ((column - apex) * (column - apex)) + (vertical[apex] * vertical[apex]);
}
