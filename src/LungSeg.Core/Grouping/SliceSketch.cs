using System.Numerics;
using System.Runtime.CompilerServices;

namespace LungSeg.Core.Grouping;

/// <summary>
/// 512 signs of random projections. The share of bits in which two sketches differ estimates the angle between the two vectors, divided by
/// pi.
/// </summary>
[InlineArray(Words)]
internal struct SliceSketch
{
    /// <summary>Bits of a sketch.</summary>
    public const int Bits = Words * 64;

    private const int Words = 8;
    private const ulong Seed = 0x9E3779B97F4A7C15;

#pragma warning disable IDE0044, IDE0051, CA1823 // The one field of an inline array stands for all of its words.
    private ulong _word;
#pragma warning restore IDE0044, IDE0051, CA1823

    /// <summary>Sketch of values whose number is a power of two, at least <see cref="Bits"/>.</summary>
    /// <remarks>
    /// Flips random signs and applies the Walsh-Hadamard transform, both twice: as good as independent projections, in O(n log n).
    /// </remarks>
    public static SliceSketch Compute(ReadOnlySpan<double> values)
    {
        var work = values.ToArray();
        var state = Seed;
        for (var round = 0; round < 2; round++)
        {
            for (var i = 0; i < work.Length; i++)
            {
                if ((Next(ref state) & 1) != 0)
                {
                    work[i] = -work[i];
                }
            }

            Transform(work);
        }

        var sketch = default(SliceSketch);
        for (var i = 0; i < Bits; i++)
        {
            if (work[i] > 0)
            {
                sketch[i / 64] |= 1UL << (i % 64);
            }
        }

        return sketch;
    }

    /// <summary>Number of bits in which two sketches differ.</summary>
    public static int Distance(in SliceSketch a, in SliceSketch b)
    {
        var distance = 0;
        for (var i = 0; i < Words; i++)
        {
            distance += BitOperations.PopCount(a[i] ^ b[i]);
        }
        return distance;
    }

    private static void Transform(double[] work)
    {
        for (var half = 1; half < work.Length; half *= 2)
        {
            for (var start = 0; start < work.Length; start += 2 * half)
            {
                for (var i = start; i < start + half; i++)
                {
                    (work[i], work[i + half]) = (work[i] + work[i + half], work[i] - work[i + half]);
                }
            }
        }
    }

    // SplitMix64.
    private static ulong Next(ref ulong state)
    {
        state += 0x9E3779B97F4A7C15;
        var z = state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
