using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LungSeg.Core.Datasets;
using LungSeg.Core.Randomness;

namespace LungSeg.Core.Evaluation;

/// <summary>
/// Draws of units with replacement: how often each unit stands in each draw. The same for one seed on every machine and thread count.
/// </summary>
/// <remarks>
/// Counts of all draws would take draws x units numbers. They are made in chunks, and of each draw only the means are kept.
/// </remarks>
public sealed class Bootstrap
{
    private const double Low = 0.025;
    private const double High = 0.975;
    private const int ChunkBytes = 16 << 20;

    private readonly ulong _seed;

    // Counts of one draw lie one after another, in whole vectors.
    private readonly int _stride;

    /// <summary>Draws units.</summary>
    /// <param name="units">Number of units, rows or groups.</param>
    /// <param name="draws">Number of draws.</param>
    /// <param name="seed">Seed.</param>
    public Bootstrap(int units, int draws, ulong seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(units);
        ArgumentOutOfRangeException.ThrowIfNegative(draws);
        (Units, Draws, _seed) = (units, draws, seed);
        _stride = (units + Vector256<double>.Count - 1) / Vector256<double>.Count * Vector256<double>.Count;
    }

    /// <summary>Fills in a sample: sum and number of the values of each unit, which are 0 before.</summary>
    /// <param name="sample">Position of the sample.</param>
    /// <param name="sums">Receives the sums.</param>
    /// <param name="numbers">Receives the numbers.</param>
    public delegate void Fill(int sample, Span<double> sums, Span<double> numbers);

    /// <summary>Number of units.</summary>
    public int Units { get; }

    /// <summary>Number of draws.</summary>
    public int Draws { get; }

    /// <summary>How often each unit stands in each draw, one draw after another.</summary>
    public IEnumerable<int[]> EnumerateCounts()
    {
        foreach (var (_, counts) in Chunks())
        {
            for (var at = 0; at < counts.Length; at += _stride)
            {
                yield return Array.ConvertAll(counts[at..(at + Units)], count => (int)count);
            }
        }
    }

    /// <summary>Means of samples in each draw, [sample][draw]; NaN where none of a draw's units has a value.</summary>
    /// <param name="samples">Number of samples.</param>
    /// <param name="fill">Fills in a sample; called from any thread, more than once where units are many.</param>
    /// <param name="jobs">Threads.</param>
    public double[][] Means(int samples, Fill fill, int jobs = 1)
    {
        ArgumentNullException.ThrowIfNull(fill);
        var means = new double[samples][];
        for (var i = 0; i < samples; i++)
        {
            means[i] = new double[Draws];
            Array.Fill(means[i], double.NaN);
        }
        foreach (var (first, counts) in Chunks())
        {
            ParallelRows.Run(
                samples,
                jobs,
                i =>
                {
                    var (sums, numbers) = (new double[_stride], new double[_stride]);
                    fill(i, sums.AsSpan(0, Units), numbers.AsSpan(0, Units));
                    for (var at = 0; at < counts.Length; at += _stride)
                    {
                        var drawn = counts.AsSpan(at, _stride);
                        means[i][first + (at / _stride)] = Dot(drawn, sums) / Dot(drawn, numbers);
                    }
                }
            );
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

    // Position of the first draw of each chunk, and the counts of its draws.
    private IEnumerable<(int First, double[] Counts)> Chunks()
    {
        if (Units == 0)
        {
            yield break;
        }
        var random = new SeededRandom(_seed);
        var size = Math.Clamp(ChunkBytes / sizeof(double) / _stride, 1, Math.Max(1, Draws));
        for (var first = 0; first < Draws; first += size)
        {
            var counts = new double[Math.Min(size, Draws - first) * _stride];
            for (var at = 0; at < counts.Length; at += _stride)
            {
                for (var i = 0; i < Units; i++)
                {
                    counts[at + random.Below(Units)]++;
                }
            }
            yield return (first, counts);
        }
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
