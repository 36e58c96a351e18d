using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LungSeg.Thresholding.Contours;

namespace LungSeg.Thresholding.Refinement;

/// <summary>
/// Exact squared Euclidean distances in pixels, in two passes (Meijster, Roerdink and Hesselink 2000). The second is made of each row that
/// is asked for; single pixels can be asked for too.
/// </summary>
internal sealed class DistanceTransform(int height, int width)
{
    // Values of a vector of distances of 16 bits, and of their squares.
    private const int Columns = 16;
    private const int Group = 8;

    private readonly ushort[] _vertical = new ushort[height * width];
    private readonly int[] _apex = new int[width];
    private readonly int[] _from = new int[width];
    private (int Top, int Left, int Bottom, int Right) _window = (0, 0, height, width);

    /// <summary>Limits reading and writing to a rectangle, or a little more.</summary>
    public void SetWindow(int top, int left, int bottom, int right) =>
        _window = (Math.Max(top, 0), Math.Max(left, 0) & ~(Columns - 1), Math.Min(bottom, height), Math.Min(right, width));

    /// <summary>
    /// Runs the first pass, which <see cref="SquaredRow"/> and <see cref="SquaredAt"/> need: distances are to the nearest set pixel of the
    /// mask, or to the nearest unset pixel where <paramref name="toSet"/> is false.
    /// </summary>
    /// <remarks>Without such a pixel the squared distance is (height + width) squared.</remarks>
    public void MeasureColumns(BitSlice mask, bool toSet)
    {
        var (top, left, bottom, right) = _window;
        for (var row = top; row < bottom; row++)
        {
            var current = _vertical.AsSpan(row * width, width)[left..right];
            if (row == top)
            {
                current.Fill((ushort)(Infinity - 1));
            }

            var above = row == top ? current : _vertical.AsSpan((row - 1) * width, width)[left..right];
            StepDown(mask.Row(row), left, toSet ? 0u : uint.MaxValue, above, current);
        }

        for (var row = bottom - 2; row >= top; row--)
        {
            StepUp(_vertical.AsSpan((row + 1) * width, width)[left..right], _vertical.AsSpan(row * width, width)[left..right]);
        }
    }

    /// <summary>The squared distances of a row of the window, by column.</summary>
    public void SquaredRow(int row, Span<int> distance) => MeasureRow(_vertical.AsSpan(row * width, width), distance);

    /// <summary>The squared distance at one pixel. Use it for few pixels: each call searches its row as far as the distance.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int SquaredAt(int row, int column)
    {
        var vertical = _vertical.AsSpan(row * width, width);
        var minimum = vertical[column] * vertical[column];
        var aside = 1;
        for (; aside * aside < minimum && column - aside - Group >= _window.Left && column + aside + Group <= _window.Right; aside += Group)
        {
            var right = Vector128.Create(vertical.Slice(column + aside, Group));
            var left = Vector128.Shuffle(Vector128.Create(vertical.Slice(column - aside - Group + 1, Group)), Reversed);
            var (low, high) = Vector128.Widen(Vector128.Min(left, right));
            var nearest = Vector256.Create(low, high).AsInt32();
            var across = Steps + Vector256.Create(aside);
            minimum = Math.Min(minimum, Minimum((nearest * nearest) + (across * across)));
        }

        for (; aside * aside < minimum; aside++)
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

    // More than the distance of any two pixels; the distance where nothing is set. Its square is an integer of 32 bits.
    private int Infinity => Math.Min(height + width, 46340);

    private static Vector128<ushort> Reversed => Vector128.Create((ushort)7, 6, 5, 4, 3, 2, 1, 0);

    private static Vector256<int> Steps => Vector256.Create(0, 1, 2, 3, 4, 5, 6, 7);

    private static int Minimum(Vector256<int> values)
    {
        var four = Vector128.Min(values.GetLower(), values.GetUpper());
        var two = Vector128.Min(four, Vector128.Shuffle(four, Vector128.Create(2, 3, 0, 1)));
        return Math.Min(two[0], two[1]);
    }

    // Makes distances of this row from those of the row above, sixteen columns at a time. The first is a multiple of sixteen, so one word
    // holds all of them.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void StepDown(ReadOnlySpan<ulong> words, int left, uint complement, ReadOnlySpan<ushort> above, Span<ushort> distances)
    {
        var places = Vector256.Create((ushort)1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768);
        var maximum = Vector256.Create((ushort)Infinity);
        var column = 0;
        for (; column <= distances.Length - Columns; column += Columns)
        {
            var bits = (ushort)((uint)(words[(left + column) / 64] >> ((left + column) % 64)) ^ complement);
            var isWanted = Vector256.Equals(Vector256.Create(bits) & places, places);
            var further = Vector256.Min(Vector256.Create(above.Slice(column, Columns)) + Vector256<ushort>.One, maximum);
            Vector256.AndNot(further, isWanted).CopyTo(distances[column..]);
        }

        for (; column < distances.Length; column++)
        {
            var bits = (uint)(words[(left + column) / 64] >> ((left + column) % 64)) ^ complement;
            distances[column] = (bits & 1) != 0 ? (ushort)0 : (ushort)Math.Min(above[column] + 1, Infinity);
        }
    }

    // Vectors of the processor's width are compiled at run time; without this attribute first as unoptimised code.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void StepUp(ReadOnlySpan<ushort> below, Span<ushort> distances)
    {
        var column = 0;
        for (; column <= distances.Length - Columns; column += Columns)
        {
            Vector256
                .Min(
                    Vector256.Create(distances.Slice(column, Columns)),
                    Vector256.Create(below.Slice(column, Columns)) + Vector256<ushort>.One
                )
                .CopyTo(distances[column..]);
        }

        for (; column < distances.Length; column++)
        {
            distances[column] = (ushort)Math.Min(distances[column], below[column] + 1);
        }
    }

    // Lower envelope of the parabolas (column - u)^2 + vertical(u)^2.
    private void MeasureRow(ReadOnlySpan<ushort> vertical, Span<int> distance)
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

    private int AddParabola(ReadOnlySpan<ushort> vertical, int u, int last)
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

    private static int Value(ReadOnlySpan<ushort> vertical, int apex, int column) =>
        ((column - apex) * (column - apex)) + (vertical[apex] * vertical[apex]);
}
