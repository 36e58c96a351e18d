using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LungSeg.Core.Randomness;

namespace LungSeg.Core.Evaluation;

/// <summary>
/// Draws of units with replacement: how often each unit stands in each draw. The same for one seed on every machine and thread count.
/// </summary>
public sealed class Bootstrap
{
    private const double Low = 0.025;
    private const double High = 0.975;

    // Draws of one unit each lie one after another, in whole vectors.
    private readonly double[] _counts;
    private readonly int _stride;

    /// <summary>Draws units.</summary>
    /// <param name="units">Number of units, rows or groups.</param>
    /// <param name="draws">Number of draws.</param>
    /// <param name="seed">Seed.</param>
    public Bootstrap(int units, int draws, ulong seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(units);
        ArgumentOutOfRangeException.ThrowIfNegative(draws);
        (Units, Draws) = (units, draws);
        _stride = (units + Vector256<double>.Count - 1) / Vector256<double>.Count * Vector256<double>.Count;
        _counts = new double[(long)draws * _stride];
        var random = new SeededRandom(seed);
        for (var draw = 0; draw < draws; draw++)
        {
            for (var i = 0; i < units; i++)
            {
                _counts[((long)draw * _stride) + random.Below(units)]++;
            }
        }
    }

    /// <summary>Number of units.</summary>
    public int Units { get; }

    /// <summary>Number of draws.</summary>
    public int Draws { get; }

    /// <summary>How often each unit stands in a draw.</summary>
    public ReadOnlySpan<double> Counts(int draw) => _counts.AsSpan(draw * _stride, Units);

    /// <summary>Mean of each draw; NaN where none of its units has a value.</summary>
    /// <param name="sums">Sum of the values of each unit.</param>
    /// <param name="numbers">Number of values of each unit.</param>
    /// <exception cref="ArgumentException">They are not as many as units.</exception>
    public double[] Means(ReadOnlySpan<double> sums, ReadOnlySpan<double> numbers)
    {
        if (sums.Length != Units || numbers.Length != Units)
        {
            throw new ArgumentException($"{sums.Length} sums and {numbers.Length} numbers, expected {Units} of both");
        }
        var (paddedSums, paddedNumbers) = (new double[_stride], new double[_stride]);
        sums.CopyTo(paddedSums);
        numbers.CopyTo(paddedNumbers);
        var means = new double[Draws];
        for (var draw = 0; draw < Draws; draw++)
        {
            var counts = _counts.AsSpan(draw * _stride, _stride);
            means[draw] = Dot(counts, paddedSums) / Dot(counts, paddedNumbers);
        }
        return means;
    }

    /// <summary>Interval that holds 95 % of the means of the draws; null where no draw has one.</summary>
    public static (double Low, double High)? Interval(ReadOnlySpan<double> means)
    {
        var sorted = new List<double>(means.Length);
        foreach (var mean in means)
        {
            if (!double.IsNaN(mean))
            {
                sorted.Add(mean);
            }
        }
        if (sorted.Count == 0)
        {
            return null;
        }
        sorted.Sort();
        var values = CollectionsMarshal.AsSpan(sorted);
        return (Percentile.Get(values, Low), Percentile.Get(values, High));
    }

    // Four sums, added in one order whatever the processor's vectors are. They are compiled at run time; without the attribute, first as
    // unoptimised code.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        ref var first = ref MemoryMarshal.GetReference(a);
        ref var second = ref MemoryMarshal.GetReference(b);
        var sum = Vector256<double>.Zero;
        for (var i = 0; i < a.Length; i += Vector256<double>.Count)
        {
            sum += Vector256.LoadUnsafe(ref first, (nuint)i) * Vector256.LoadUnsafe(ref second, (nuint)i);
        }
        return sum[0] + sum[1] + (sum[2] + sum[3]);
    }
}
