using System.Numerics;

namespace LungSeg.Core.Grouping;

/// <summary>Scalar product of quantised edges, in integers and so the same on every machine.</summary>
internal static class EdgeProduct
{
    /// <summary>Sum of the products; the lengths are equal.</summary>
    public static int Compute(ReadOnlySpan<sbyte> a, ReadOnlySpan<sbyte> b)
    {
        var sum = Vector<int>.Zero;
        var step = Vector<sbyte>.Count;
        var i = 0;
        for (; i <= a.Length - step; i += step)
        {
            Vector.Widen(new Vector<sbyte>(a[i..]), out var aLow, out var aHigh);
            Vector.Widen(new Vector<sbyte>(b[i..]), out var bLow, out var bHigh);

            // 127 * 127 twice fits 16 bits.
            Vector.Widen((aLow * bLow) + (aHigh * bHigh), out var low, out var high);
            sum += low + high;
        }

        var total = Vector.Sum(sum);
        for (; i < a.Length; i++)
        {
            total += a[i] * b[i];
        }
        return total;
    }
}
