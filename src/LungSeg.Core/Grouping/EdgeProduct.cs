using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace LungSeg.Core.Grouping;

/// <summary>Scalar product of quantised edges, in integers and so the same on every machine.</summary>
internal static class EdgeProduct
{
    /// <summary>Parts into which edges are divided, so that a product can end before the last.</summary>
    public const int Parts = 16;

    /// <summary>Sum of the products. Ends early, with false, where the sum is less than <paramref name="least"/>.</summary>
    /// <param name="a">Edges.</param>
    /// <param name="b">As many.</param>
    /// <param name="restA">Norms of what follows each part of <paramref name="a"/> (<see cref="RestNorms"/>).</param>
    /// <param name="restB">The same of <paramref name="b"/>.</param>
    /// <param name="least">Sum from which it matters.</param>
    /// <param name="product">The sum; 0 where it ended early.</param>
    public static bool TryCompute(
        ReadOnlySpan<sbyte> a,
        ReadOnlySpan<sbyte> b,
        ReadOnlySpan<double> restA,
        ReadOnlySpan<double> restB,
        double least,
        out int product
    )
    {
        product = 0;
        var length = a.Length / Parts;
        for (var part = 0; part < Parts; part++)
        {
            product += Compute(a.Slice(part * length, length), b.Slice(part * length, length));

            // Cauchy-Schwarz: the rest adds no more than the product of its norms, which are rounded.
            if (product + (restA[part] * restB[part]) < least - 1)
            {
                product = 0;
                return false;
            }
        }
        return true;
    }

    /// <summary>Euclidean norm of what follows each part of edges, whose number is a multiple of <see cref="Parts"/>.</summary>
    public static double[] RestNorms(ReadOnlySpan<sbyte> edges)
    {
        var norms = new double[Parts];
        var length = edges.Length / Parts;
        var sum = 0L;
        for (var part = Parts - 1; part > 0; part--)
        {
            var piece = edges.Slice(part * length, length);
            sum += Compute(piece, piece);
            norms[part - 1] = Math.Sqrt(sum);
        }
        return norms;
    }

    /// <summary>Sum of the products; the lengths are equal.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Compute(ReadOnlySpan<sbyte> a, ReadOnlySpan<sbyte> b)
    {
        var i = 0;
        var total = Avx2.IsSupported ? ComputeWide(a, b, ref i) : 0;
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

    /// <summary>Sum over the elements that fill registers; moves <paramref name="i"/> behind them.</summary>
    // Vectors of the processor's width are compiled at run time; without this attribute first as unoptimised code.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int ComputeWide(ReadOnlySpan<sbyte> a, ReadOnlySpan<sbyte> b, ref int i)
    {
        ref var first = ref MemoryMarshal.GetReference(a);
        ref var second = ref MemoryMarshal.GetReference(b);
        var sum = Vector256<int>.Zero;
        for (; i <= a.Length - Vector128<sbyte>.Count; i += Vector128<sbyte>.Count)
        {
            sum += Avx2.MultiplyAddAdjacent(
                Avx2.ConvertToVector256Int16(Vector128.LoadUnsafe(ref first, (nuint)i)),
                Avx2.ConvertToVector256Int16(Vector128.LoadUnsafe(ref second, (nuint)i))
            );
        }

        return Vector256.Sum(sum);
    }
}
