using System.Runtime.Intrinsics;
using LungSeg.Thresholding.Contours;

namespace LungSeg.Thresholding.Refinement;

/// <summary>
/// Exact squared Euclidean distances in pixels, in two passes (Meijster, Roerdink and Hesselink 2000). After the first pass, single pixels
/// can be asked for.
/// </summary>
internal sealed class DistanceTransform(int height, int width)
{
    private const int Group = 8;

    private readonly int[] _vertical = new int[height * width];
    private readonly int[] _apex = new int[width];
    private readonly int[] _from = new int[width];
    private (int Top, int Left, int Bottom, int Right) _window = (0, 0, height, width);

    /// <summary>Limits reading and writing to a rectangle, or a little more.</summary>
    public void SetWindow(int top, int left, int bottom, int right) =>
        _window = (Math.Max(top, 0), Math.Max(left, 0) & ~(Group - 1), Math.Min(bottom, height), Math.Min(right, width));

    /// <summary>Removes the limit of <see cref="SetWindow"/>.</summary>
    public void ClearWindow() => _window = (0, 0, height, width);

    /// <summary>
    /// Squared distance from each pixel to the nearest set pixel of the mask, or to the nearest unset pixel where <paramref name="toSet"/>
    /// is false.
    /// </summary>
    /// <remarks>Without such a pixel it is (height + width) squared.</remarks>
    public void Squared(BitSlice mask, bool toSet, Span<int> distance)
    {
        MeasureColumns(mask, toSet);
        for (var row = _window.Top; row < _window.Bottom; row++)
        {
            MeasureRow(_vertical.AsSpan(row * width, width), distance.Slice(row * width, width));
        }
    }

    /// <summary>Runs the first pass, which <see cref="SquaredAt"/> needs.</summary>
    public void MeasureColumns(BitSlice mask, bool toSet)
    {
        var (top, left, bottom, right) = _window;
        for (var row = top; row < bottom; row++)
        {
            var current = _vertical.AsSpan(row * width, width)[left..right];
            if (row == top)
            {
                current.Fill(Infinity - 1);
            }
            else
            {
                _vertical.AsSpan((row - 1) * width, width)[left..right].CopyTo(current);
            }

            StepDown(mask.Row(row), left, toSet ? 0u : uint.MaxValue, current);
        }

        for (var row = bottom - 2; row >= top; row--)
        {
            StepUp(_vertical.AsSpan((row + 1) * width, width)[left..right], _vertical.AsSpan(row * width, width)[left..right]);
        }
    }

    /// <summary>The squared distance at one pixel. Use it for few pixels: each call searches its row as far as the distance.</summary>
    public int SquaredAt(int row, int column)
    {
        var vertical = _vertical.AsSpan(row * width, width);
        var minimum = vertical[column] * vertical[column];
        for (var aside = 1; aside * aside < minimum; aside++)
        {
            var (left, right) = (column - aside, column + aside);
            if (left < _window.Left && right >= _window.Right)
            {
                break;
            }

            minimum = left < _window.Left ? minimum : Math.Min(minimum, Value(vertical, left, column));
            minimum = right >= _window.Right ? minimum : Math.Min(minimum, Value(vertical, right, column));
        }

        return minimum;
    }

    // More than the distance of any two pixels; the distance where nothing is set.
    private int Infinity => height + width;

    // Replaces distances of the row above by those of this row, eight columns at a time. The first is a multiple of eight, so one word
    // holds all eight.
    private void StepDown(ReadOnlySpan<ulong> words, int left, uint complement, Span<int> distances)
    {
        var places = Vector256.Create(1, 2, 4, 8, 16, 32, 64, 128);
        var maximum = Vector256.Create(Infinity);
        var column = 0;
        for (; column <= distances.Length - Group; column += Group)
        {
            var bits = (int)((uint)(words[(left + column) / 64] >> ((left + column) % 64)) ^ complement);
            var isWanted = Vector256.Equals(Vector256.Create(bits) & places, places);
            var further = Vector256.Min(Vector256.Create(distances.Slice(column, Group)) + Vector256<int>.One, maximum);
            Vector256.AndNot(further, isWanted).CopyTo(distances[column..]);
        }

        for (; column < distances.Length; column++)
        {
            var bits = (uint)(words[(left + column) / 64] >> ((left + column) % 64)) ^ complement;
            distances[column] = (bits & 1) != 0 ? 0 : Math.Min(distances[column] + 1, Infinity);
        }
    }

    private static void StepUp(ReadOnlySpan<int> below, Span<int> distances)
    {
        var width = Vector256<int>.Count;
        var column = 0;
        for (; column <= distances.Length - width; column += width)
        {
            Vector256
                .Min(Vector256.Create(distances.Slice(column, width)), Vector256.Create(below.Slice(column, width)) + Vector256<int>.One)
                .CopyTo(distances[column..]);
        }

        for (; column < distances.Length; column++)
        {
            distances[column] = Math.Min(distances[column], below[column] + 1);
        }
    }

    // Lower envelope of the parabolas (column - u)^2 + vertical(u)^2.
    private void MeasureRow(ReadOnlySpan<int> vertical, Span<int> distance)
    {
        var last = -1;
        for (var u = _window.Left; u < _window.Right; u++)
        {
            last = AddParabola(vertical, u, last);
        }

        for (var column = _window.Right - 1; column >= _window.Left; column--)
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

        var start = _window.Left;
        if (last >= 0)
        {
            var apex = _apex[last];
            var lift = (u * u) - (apex * apex) + (vertical[u] * vertical[u]) - (vertical[apex] * vertical[apex]);

            // Most pairs are neighbours, and division by a variable is slow.
            start = 1 + (u - apex == 1 ? lift / 2 : lift / (2 * (u - apex)));
            if (start >= _window.Right)
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
