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
    /// <remarks>Where there is no such pixel it is the square of rows and columns together.</remarks>
    public void Squared(ReadOnlySpan<byte> mask, bool toSet, Span<int> distance)
    {
        MeasureColumns(mask, toSet);
        for (var row = Window.Top; row < Window.Bottom; row++)
        {
            MeasureRow(_vertical.AsSpan(row * columns, columns), distance.Slice(row * columns, columns));
        }
    }

    /// <summary>Marks the pixels whose distance is at most <paramref name="radius"/>, without working the distances out.</summary>
    /// <param name="mask">Mask of 0 and 1; may be the memory of <paramref name="marked"/>.</param>
    /// <param name="toSet">Whether the distance to the nearest set pixel counts, or to the nearest unset one.</param>
    /// <param name="radius">Greatest distance.</param>
    /// <param name="marked">Receives <paramref name="mark"/> where it is, the other of 0 and 1 where not.</param>
    /// <param name="mark">0 or 1.</param>
    public void Within(ReadOnlySpan<byte> mask, bool toSet, int radius, Span<byte> marked, byte mark)
    {
        MeasureColumns(mask, toSet);
        var reaches = new int[radius + 1];
        for (var height = 0; height <= radius; height++)
        {
            reaches[height] = (int)Math.Sqrt((radius * radius) - (height * height));
        }

        for (var row = Window.Top; row < Window.Bottom; row++)
        {
            MarkRow(_vertical.AsSpan(row * columns, columns), reaches, marked.Slice(row * columns, columns), mark);
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

    // A pixel at this height above or below a column's nearest reaches so many columns to either side.
    private void MarkRow(ReadOnlySpan<int> vertical, ReadOnlySpan<int> reaches, Span<byte> marked, byte mark)
    {
        var end = -1;
        for (var column = Window.Left; column < Window.Right; column++)
        {
            var height = vertical[column];
            end = height < reaches.Length ? Math.Max(end, column + reaches[height]) : end;
            marked[column] = end >= column ? mark : (byte)(1 - mark);
        }

        var start = int.MaxValue;
        for (var column = Window.Right - 1; column >= Window.Left; column--)
        {
            var height = vertical[column];
            start = height < reaches.Length ? Math.Min(start, column - reaches[height]) : start;
            marked[column] = start <= column ? mark : marked[column];
        }
    }

    // Lower envelope of the parabolas (column - u)^2 + vertical(u)^2.
    private void MeasureRow(ReadOnlySpan<int> vertical, Span<int> distance)
    {
        var last = -1;
        for (var u = Window.Left; u < Window.Right; u++)
        {
            last = AddParabola(vertical, u, last);
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
