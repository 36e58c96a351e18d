using BenchmarkDotNet.Attributes;
using LungSeg.Thresholding;

namespace LungSeg.Benchmarks;

/// <summary>Time of each method on one 512 x 512 slice that stays in the cache, and of the product.</summary>
/// <remarks>
/// It does not show the cost of reading a data set from memory or disk; tests/interop/threshold/bench.py runs over many real slices.
/// </remarks>
[MemoryDiagnoser]
public class ThresholdBenchmarks
{
    private readonly double[] _hu = ThresholdSlice.Create();
    private readonly byte[] _mask = new byte[ThresholdSlice.Side * ThresholdSlice.Side];
    private readonly double[] _product = new double[ThresholdSlice.Side * ThresholdSlice.Side];

    /// <summary>The floor: every HU value read once.</summary>
    [Benchmark(Baseline = true)]
    public int ReadOnly() => _hu.AsSpan().Count(double.MaxValue);

    [Benchmark]
    [ArgumentsSource(nameof(Methods))]
    public ThresholdOutcome Mask(string method)
    {
        LungMaskers.TryGet(method, out var masker);
        return masker!.Compute(_hu, ThresholdSlice.Side, ThresholdSlice.Side, _mask);
    }

    [Benchmark]
    public void Product() => LungProduct.Apply(_hu, _mask, _product);

    public static IEnumerable<string> Methods() => LungMaskers.All.Select(masker => masker.Name);
}
