using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

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
            var current = _vertical.AsSpan(row * columns, columns)[left..right];
            if (row == top)
            {
                current.Fill(Infinity - 1);
            }
            else
            {
                _vertical.AsSpan((row - 1) * columns, columns)[left..right].CopyTo(current);
            }

            StepDown(mask.Slice(row * columns, columns)[left..right], wanted, current);
        }

        for (var row = bottom - 2; row >= top; row--)
        {
            StepUp(_vertical.AsSpan((row + 1) * columns, columns)[left..right], _vertical.AsSpan(row * columns, columns)[left..right]);
        }
    }

    // Distances of the row above become those of this row.
    private void StepDown(ReadOnlySpan<byte> pixels, int wanted, Span<int> distances)
    {
        var width = Vector256<int>.Count;
        var isWanted = Vector256.Create(wanted);
        var most = Vector256.Create(Infinity);
        var column = 0;
        for (; column <= distances.Length - width; column += width)
        {
            var words = Vector128.WidenLower(Vector128.CreateScalar(MemoryMarshal.Read<ulong>(pixels[column..])).AsByte());
            var values = Vector256.WidenLower(words.ToVector256Unsafe()).AsInt32();
            var further = Vector256.Min(Vector256.Create(distances.Slice(column, width)) + Vector256<int>.One, most);
            Vector256.AndNot(further, Vector256.Equals(values, isWanted)).CopyTo(distances[column..]);
        }

        for (; column < distances.Length; column++)
        {
            distances[column] = pixels[column] == wanted ? 0 : Math.Min(distances[column] + 1, Infinity);
        }
    }

    private static void StepUp(ReadOnlySpan<int> below, Span<int> distances)
    {
        var width = Vector256<int>.Count;
        var column = 0;
        for (; column <= distances.Length - width; column += width)
        {
            Vector256.Min(Vector256.Create(distances.Slice(column, width)), Vector256.Create(below.Slice(column, width)) + Vector256<int>.One).CopyTo(distances[column..]);
        }

        for (; column < distances.Length; column++)
        {
            distances[column] = Math.Min(distances[column], below[column] + 1);
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
            var lift = (u * u) - (apex * apex) + (vertical[u] * vertical[u]) - (vertical[apex] * vertical[apex]);

            // Neighbours are most of the cases, and dividing by a variable is slow.
            start = 1 + (u - apex == 1 ? lift / 2 : lift / (2 * (u - apex)));
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
