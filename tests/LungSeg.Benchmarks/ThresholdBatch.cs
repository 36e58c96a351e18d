using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using LungSeg.Thresholding;

namespace LungSeg.Benchmarks;

/// <summary>Runs a method over slices that a script wrote, for the comparisons in tests/interop/threshold.</summary>
/// <remarks>
/// Input: int32 count, then per slice int32 rows, int32 columns, float64 HU. Output of a batch: per slice int32 outcome and, where there is
/// a mask, its bytes and the float64 product.
/// </remarks>
internal static class ThresholdBatch
{
    public static void Run(string method, string inputPath, string outputPath)
    {
        var masker = Find(method);
        using var input = new BinaryReader(new BufferedStream(File.OpenRead(inputPath), 1 << 20));
        using var output = new BinaryWriter(new BufferedStream(File.Create(outputPath), 1 << 20));
        var count = input.ReadInt32();
        for (var i = 0; i < count; i++)
        {
            var (hu, rows, columns) = ReadSlice(input);
            var mask = new byte[hu.Length];
            var outcome = masker.Compute(hu, rows, columns, mask);
            output.Write((int)outcome);
            if (ThresholdOutcomes.HasMask(outcome))
            {
                LungProduct.Apply(hu, mask, hu);
                output.Write(mask);
                output.Write(MemoryMarshal.AsBytes(hu.AsSpan()));
            }
        }
    }

    /// <summary>Prints per slice the median nanoseconds of the mask alone and of mask and product, one thread, warmed up.</summary>
    public static void Time(string method, string inputPath, int rounds)
    {
        var masker = Find(method);
        using var input = new BinaryReader(new BufferedStream(File.OpenRead(inputPath), 1 << 20));
        var slices = new (double[] Hu, int Rows, int Columns)[input.ReadInt32()];
        for (var i = 0; i < slices.Length; i++)
        {
            slices[i] = ReadSlice(input);
        }

        var mask = new byte[slices.Max(slice => slice.Hu.Length)];
        var product = new double[mask.Length];
        var maskTimes = slices.Select(_ => new double[rounds]).ToArray();
        var totalTimes = slices.Select(_ => new double[rounds]).ToArray();
        for (var round = -rounds; round < rounds; round++)
        {
            for (var i = 0; i < slices.Length; i++)
            {
                var (hu, rows, columns) = slices[i];
                var start = Stopwatch.GetTimestamp();
                masker.Compute(hu, rows, columns, mask.AsSpan(0, hu.Length));
                var masked = Stopwatch.GetTimestamp();
                LungProduct.Apply(hu, mask.AsSpan(0, hu.Length), product.AsSpan(0, hu.Length));
                var done = Stopwatch.GetTimestamp();
                if (round >= 0)
                {
                    maskTimes[i][round] = Stopwatch.GetElapsedTime(start, masked).TotalNanoseconds;
                    totalTimes[i][round] = Stopwatch.GetElapsedTime(start, done).TotalNanoseconds;
                }
            }
        }

        for (var i = 0; i < slices.Length; i++)
        {
            Array.Sort(maskTimes[i]);
            Array.Sort(totalTimes[i]);
            Console.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"{i} {maskTimes[i][rounds / 2]:F0} {totalTimes[i][rounds / 2]:F0}")
            );
        }
    }

    private static ILungMasker Find(string method) =>
        method == BodyMasker.MethodName ? new BodyMasker()
        : LungMaskers.TryGet(method, out var masker) ? masker
        : throw new ArgumentException($"no method '{method}'", nameof(method));

    private static (double[] Hu, int Rows, int Columns) ReadSlice(BinaryReader input)
    {
        var rows = input.ReadInt32();
        var columns = input.ReadInt32();
        var hu = new double[rows * columns];
        input.BaseStream.ReadExactly(MemoryMarshal.AsBytes(hu.AsSpan()));
        return (hu, rows, columns);
    }
}
