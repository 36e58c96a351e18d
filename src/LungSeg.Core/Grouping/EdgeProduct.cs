using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace LungSeg.Core.Grouping;

/// <summary>Scalar product of quantised edges, in integers and so the same on every machine.</summary>
internal static class EdgeProduct
{
    /// <summary>Sum of the products; the lengths are equal.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Compute(ReadOnlySpan<sbyte> a, ReadOnlySpan<sbyte> b)
    {
        var i = 0;
        var total = Avx512BW.IsSupported ? ComputeWide(a, b, ref i) : 0;
        var sum = Vector<int>.Zero;
        var step = Vector<sbyte>.Count;
        for (; i <= a.Length - step; i += step)
        {
            Vector.Widen(new Vector<sbyte>(a[i..]), out var aLow, out var aHigh);
            Vector.Widen(new Vector<sbyte>(b[i..]), out var bLow, out var bHigh);

            // 127 * 127 twice fits 16 bits.
            Vector.Widen((aLow * bLow) + (aHigh * bHigh), out var low, out var high);
            sum += low + high;
        }

        total += Vector.Sum(sum);
        for (; i < a.Length; i++)
        {
            total += a[i] * b[i];
        }
        return total;
    }

    /// <summary>Sum over the elements that fill registers of 512 bits; moves <paramref name="i"/> behind them.</summary>
    // Vectors of the processor's width are compiled at run time; without this attribute first as unoptimised code.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int ComputeWide(ReadOnlySpan<sbyte> a, ReadOnlySpan<sbyte> b, ref int i)
    {
        ref var first = ref MemoryMarshal.GetReference(a);
        ref var second = ref MemoryMarshal.GetReference(b);
        var sum = Vector512<int>.Zero;
        for (; i <= a.Length - Vector256<sbyte>.Count; i += Vector256<sbyte>.Count)
        {
            sum += Avx512BW.MultiplyAddAdjacent(
                Avx512BW.ConvertToVector512Int16(Vector256.LoadUnsafe(ref first, (nuint)i)),
                Avx512BW.ConvertToVector512Int16(Vector256.LoadUnsafe(ref second, (nuint)i))
            );
        }

        return Vector512.Sum(sum);
    }
}
