using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace LungSeg.Core.Analysis;

/// <summary>Counts the integer HU values of a slice in one pass over its doubles.</summary>
/// <remarks>
/// Pixels go to four tables in turn: neighbouring pixels are often equal, and two increments of one counter wait for each other.
/// </remarks>
internal sealed class HuScan
{
    private const int Bins = HuCounts.Highest - HuCounts.Lowest + 1;
    private const int Lanes = 4;
    private const int ChunkLength = 1024;

    // After this is added, the low bits of the sum hold the index of the value's bin.
    private const double Magic = (1L << 52) + (1L << 51) - HuCounts.Lowest;

    private readonly int[] _tables = new int[Lanes * Bins];
    private readonly int[] _bins = new int[ChunkLength];

    /// <summary>Clears <paramref name="counts"/> and counts all values into it.</summary>
    /// <returns>False, with empty counts, where a value is not an integer in the range.</returns>
    public bool TryCount(ReadOnlySpan<double> values, HuCounts counts)
    {
        counts.Clear();
        var (minimum, maximum) = (double.PositiveInfinity, double.NegativeInfinity);
        var done = 0;
        for (; done < values.Length; done += ChunkLength)
        {
            var chunk = values.Slice(done, Math.Min(ChunkLength, values.Length - done));
            var (isIntegral, low, high) = ToBins(chunk, _bins);
            if (!isIntegral || low < HuCounts.Lowest || high > HuCounts.Highest)
            {
                break;
            }
            (minimum, maximum) = (Math.Min(minimum, low), Math.Max(maximum, high));
            CountBins(_bins.AsSpan(0, chunk.Length), _tables);
        }

        if (done > 0)
        {
            Collect((int)minimum, (int)maximum, done >= values.Length ? counts : null);
        }
        if (done < values.Length)
        {
            return false;
        }
        counts.Grow(values.Length);
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static (bool IsIntegral, double Min, double Max) ToBins(ReadOnlySpan<double> values, Span<int> bins)
    {
        ref var source = ref MemoryMarshal.GetReference(values);
        ref var target = ref MemoryMarshal.GetReference(bins);
        var magic = Vector256.Create(Magic);
        var minimum = Vector256.Create(double.PositiveInfinity);
        var maximum = Vector256.Create(double.NegativeInfinity);
        var same = Vector256<double>.AllBitsSet;
        var i = 0;
        for (; i <= values.Length - (2 * Vector256<double>.Count); i += 2 * Vector256<double>.Count)
        {
            var first = Vector256.LoadUnsafe(ref source, (nuint)i);
            var second = Vector256.LoadUnsafe(ref source, (nuint)(i + Vector256<double>.Count));
            var firstSum = first + magic;
            var secondSum = second + magic;
            same &= Vector256.Equals(firstSum - magic, first) & Vector256.Equals(secondSum - magic, second);
            minimum = Vector256.MinNative(minimum, Vector256.MinNative(first, second));
            maximum = Vector256.MaxNative(maximum, Vector256.MaxNative(first, second));
            Vector256.Narrow(firstSum.AsInt64(), secondSum.AsInt64()).StoreUnsafe(ref target, (nuint)i);
        }

        var isIntegral = Vector256.EqualsAll(same.AsInt64(), Vector256<long>.AllBitsSet);
        var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        for (var lane = 0; lane < Vector256<double>.Count; lane++)
        {
            (low, high) = (Math.Min(low, minimum[lane]), Math.Max(high, maximum[lane]));
        }
        for (; i < values.Length; i++)
        {
            var sum = values[i] + Magic;
            isIntegral &= sum - Magic == values[i];
            bins[i] = (int)BitConverter.DoubleToInt64Bits(sum);
            (low, high) = (Math.Min(low, values[i]), Math.Max(high, values[i]));
        }

        return (isIntegral, low, high);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CountBins(ReadOnlySpan<int> bins, int[] tables)
    {
        ref var first = ref MemoryMarshal.GetArrayDataReference(tables);
        ref var second = ref Unsafe.Add(ref first, Bins);
        ref var third = ref Unsafe.Add(ref second, Bins);
        ref var fourth = ref Unsafe.Add(ref third, Bins);
        ref var source = ref MemoryMarshal.GetReference(bins);
        var i = 0;
        for (; i <= bins.Length - Lanes; i += Lanes)
        {
            Unsafe.Add(ref first, Unsafe.Add(ref source, i))++;
            Unsafe.Add(ref second, Unsafe.Add(ref source, i + 1))++;
            Unsafe.Add(ref third, Unsafe.Add(ref source, i + 2))++;
            Unsafe.Add(ref fourth, Unsafe.Add(ref source, i + 3))++;
        }

        for (; i < bins.Length; i++)
        {
            Unsafe.Add(ref first, bins[i])++;
        }
    }

    /// <summary>Clears the tables, after adding them to <paramref name="counts"/> where it is not null.</summary>
    private void Collect(int minimum, int maximum, HuCounts? counts)
    {
        var length = maximum - minimum + 1;
        if (length <= 0)
        {
            return;
        }
        var target = counts is null ? [] : counts.Range(minimum, length);
        for (var lane = 0; lane < Lanes; lane++)
        {
            var table = _tables.AsSpan((lane * Bins) + minimum - HuCounts.Lowest, length);
            for (var i = 0; i < target.Length; i++)
            {
                target[i] += table[i];
            }
            table.Clear();
        }
    }
}
