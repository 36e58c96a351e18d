using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace LungSeg.Core.Analysis;

/// <summary>Counts from one pass over an array's values; minimum and maximum are of the finite values.</summary>
internal readonly record struct ValueScan(int NaNs, int Infinities, int Fractions, double Min, double Max)
{
    public bool IsFinite => NaNs + Infinities == 0;

    /// <summary>Counts values. Without a finite value, the minimum is positive and the maximum negative infinity.</summary>
    public static ValueScan Count(ReadOnlySpan<double> values)
    {
        ref var first = ref MemoryMarshal.GetReference(values);
        var (nans, infinities, fractions) = (Vector256<long>.Zero, Vector256<long>.Zero, Vector256<long>.Zero);
        var minimum = Vector256.Create(double.PositiveInfinity);
        var maximum = Vector256.Create(double.NegativeInfinity);
        var i = 0;
        for (; i <= values.Length - Vector256<double>.Count; i += Vector256<double>.Count)
        {
            var value = Vector256.LoadUnsafe(ref first, (nuint)i);
            var isFinite = Vector256.LessThan(Vector256.Abs(value), Vector256.Create(double.PositiveInfinity));

            // All bits set is -1.
            nans -= Vector256.OnesComplement(Vector256.Equals(value, value)).AsInt64();
            infinities -= Vector256.Equals(Vector256.Abs(value), Vector256.Create(double.PositiveInfinity)).AsInt64();
            fractions -= Vector256.AndNot(isFinite, Vector256.Equals(Vector256.Floor(value), value)).AsInt64();
            minimum = Vector256.ConditionalSelect(isFinite & Vector256.LessThan(value, minimum), value, minimum);
            maximum = Vector256.ConditionalSelect(isFinite & Vector256.GreaterThan(value, maximum), value, maximum);
        }

        var scan = new ValueScan(
            (int)Vector256.Sum(nans),
            (int)Vector256.Sum(infinities),
            (int)Vector256.Sum(fractions),
            double.PositiveInfinity,
            double.NegativeInfinity
        );
        for (var lane = 0; lane < Vector256<double>.Count; lane++)
        {
            scan = scan with { Min = Math.Min(scan.Min, minimum[lane]), Max = Math.Max(scan.Max, maximum[lane]) };
        }

        foreach (var value in values[i..])
        {
            scan = scan.With(value);
        }

        return scan;
    }

    private ValueScan With(double value) =>
        double.IsNaN(value) ? this with { NaNs = NaNs + 1 }
        : double.IsInfinity(value) ? this with { Infinities = Infinities + 1 }
        : this with
        {
            Fractions = Fractions + (Math.Floor(value) != value ? 1 : 0),
            Min = Math.Min(Min, value),
            Max = Math.Max(Max, value),
        };
}
