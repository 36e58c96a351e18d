using System.Numerics;
using System.Runtime.CompilerServices;

namespace LungSeg.Core.Grouping;

/// <summary>Mean tone of each pixel row and of each pixel column of a slice, in sixteenths.</summary>
internal sealed record SliceProfile(short[] Rows, short[] Columns)
{
    private const double Scale = 16;

    /// <summary>Longest move that is tried, in pixels along each axis.</summary>
    public const int MaxPixels = 12;

    /// <summary>Profile from sums over each pixel row and over each pixel column.</summary>
    public static SliceProfile FromSums(ReadOnlySpan<double> rowSums, ReadOnlySpan<double> columnSums) =>
        new(Scaled(rowSums, columnSums.Length), Scaled(columnSums, rowSums.Length));

    /// <summary>Profile of the mirrored slice.</summary>
    public SliceProfile Mirrored(Mirror mirror) =>
        new(
            mirror is Mirror.UpsideDown or Mirror.HalfTurn ? [.. Rows.Reverse()] : Rows,
            mirror is Mirror.LeftRight or Mirror.HalfTurn ? [.. Columns.Reverse()] : Columns
        );

    /// <summary>
    /// The move that best aligns <paramref name="other"/> with this profile; null where even that leaves a mean difference above
    /// <paramref name="maxResidual"/>, in tones.
    /// </summary>
    public SliceMove? MoveFrom(SliceProfile other, double maxResidual) =>
        Move(Rows, other.Rows, maxResidual) is { } rows && Move(Columns, other.Columns, maxResidual) is { } columns
            ? new SliceMove(rows, columns)
            : null;

    private static int? Move(short[] a, short[] b, double maxResidual)
    {
        (int Pixels, double Residual)? best = null;
        for (var step = 0; step <= 2 * MaxPixels; step++)
        {
            // 0, 1, -1, 2, -2 and so on: the shortest move wins a tie.
            var pixels = (step + 1) / 2 * (step % 2 == 0 ? -1 : 1);
            var first = MaxPixels + Math.Max(0, pixels);
            var length = a.Length - (2 * MaxPixels) - Math.Abs(pixels);
            if (length <= 0)
            {
                break;
            }
            var unit = Scale * length;
            var limit = best?.Residual ?? maxResidual;
            var residual = Distance(a.AsSpan(first, length), b.AsSpan(first - pixels, length), limit * unit) / unit;
            if (best is null ? residual <= limit : residual < limit)
            {
                best = (pixels, residual);
            }
        }

        return best?.Pixels;
    }

    /// <summary>Sum of absolute differences. Stops early with a partial sum once it exceeds <paramref name="limit"/>.</summary>
    private static long Distance(ReadOnlySpan<short> a, ReadOnlySpan<short> b, double limit)
    {
        // Most slices are of different scans and exceed the limit after few pixels.
        const int PartLength = 64;
        var sum = 0L;
        for (var start = 0; start < a.Length && sum <= limit; start += PartLength)
        {
            var length = Math.Min(PartLength, a.Length - start);
            sum += Distance(a.Slice(start, length), b.Slice(start, length));
        }
        return sum;
    }

    // Vector<T> is compiled at run time; without this attribute a run of some seconds spends half of them in unoptimised code.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static long Distance(ReadOnlySpan<short> a, ReadOnlySpan<short> b)
    {
        var sums = Vector<int>.Zero;
        var step = Vector<short>.Count;
        var i = 0;
        for (; i <= a.Length - step; i += step)
        {
            Vector.Widen(new Vector<short>(a[i..]), out var aLow, out var aHigh);
            Vector.Widen(new Vector<short>(b[i..]), out var bLow, out var bHigh);
            sums += Vector.Abs(aLow - bLow) + Vector.Abs(aHigh - bHigh);
        }

        var sum = (long)Vector.Sum(sums);
        for (; i < a.Length; i++)
        {
            sum += Math.Abs(a[i] - b[i]);
        }
        return sum;
    }

    private static short[] Scaled(ReadOnlySpan<double> sums, int count)
    {
        var scaled = new short[sums.Length];
        for (var i = 0; i < scaled.Length; i++)
        {
            scaled[i] = (short)Math.Round(sums[i] * Scale / count);
        }
        return scaled;
    }
}

/// <summary>A move of whole pixels that takes one slice onto another.</summary>
/// <param name="Rows">Pixels down.</param>
/// <param name="Columns">Pixels to the right.</param>
internal readonly record struct SliceMove(int Rows, int Columns);
