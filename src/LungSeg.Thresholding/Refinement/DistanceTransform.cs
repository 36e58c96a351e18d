namespace LungSeg.Thresholding.Refinement;

/// <summary>Exact squared Euclidean distances in pixels, in two passes (Meijster, Roerdink and Hesselink 2000).</summary>
internal sealed class DistanceTransform(int rows, int columns)
{
    private readonly int[] _vertical = new int[rows * columns];
    private readonly int[] _apex = new int[columns];
    private readonly int[] _from = new int[columns];

    /// <summary>Farther than any two pixels; the distance where nothing is set.</summary>
    private int Infinity => rows + columns;

    /// <summary>Squared distance from each pixel to the nearest pixel whose mask is set (<paramref name="toSet"/>) or is not.</summary>
    public void Squared(ReadOnlySpan<byte> mask, bool toSet, Span<int> distance)
    {
        MeasureColumns(mask, toSet);
        for (var row = 0; row < rows; row++)
        {
            MeasureRow(_vertical.AsSpan(row * columns, columns), distance.Slice(row * columns, columns));
        }
    }

    private void MeasureColumns(ReadOnlySpan<byte> mask, bool toSet)
    {
        var vertical = _vertical;
        for (var i = 0; i < columns; i++)
        {
            vertical[i] = (mask[i] != 0) == toSet ? 0 : Infinity;
        }

        for (var i = columns; i < vertical.Length; i++)
        {
            vertical[i] = (mask[i] != 0) == toSet ? 0 : Math.Min(vertical[i - columns] + 1, Infinity);
        }

        for (var i = vertical.Length - columns - 1; i >= 0; i--)
        {
            vertical[i] = Math.Min(vertical[i], vertical[i + columns] + 1);
        }
    }

    // Lower envelope of the parabolas (column - u)^2 + vertical(u)^2.
    private void MeasureRow(ReadOnlySpan<int> vertical, Span<int> distance)
    {
        var last = 0;
        _apex[0] = 0;
        _from[0] = 0;
        for (var u = 1; u < columns; u++)
        {
            while (last >= 0 && Value(vertical, _apex[last], _from[last]) > Value(vertical, u, _from[last]))
            {
                last--;
            }

            if (last < 0)
            {
                last = 0;
                _apex[0] = u;
                continue;
            }

            var apex = _apex[last];
            var start = 1 + (((u * u) - (apex * apex) + (vertical[u] * vertical[u]) - (vertical[apex] * vertical[apex])) / (2 * (u - apex)));
            if (start < columns)
            {
                last++;
                _apex[last] = u;
                _from[last] = start;
            }
        }

        for (var column = columns - 1; column >= 0; column--)
        {
            distance[column] = Value(vertical, _apex[last], column);
            if (column == _from[last])
            {
                last--;
            }
        }
    }

    private static int Value(ReadOnlySpan<int> vertical, int apex, int column) =>
        ((column - apex) * (column - apex)) + (vertical[apex] * vertical[apex]);
}
