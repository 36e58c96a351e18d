using BenchmarkDotNet.Attributes;
using LungSeg.Thresholding.Contours;

namespace LungSeg.Benchmarks;

/// <summary>Where the time of the published method goes: its steps one by one on the slice of <see cref="ThresholdBenchmarks"/>.</summary>
public class ThresholdStepBenchmarks
{
    private readonly double[] _hu = ThresholdSlice.Create();
    private readonly byte[] _mask = new byte[ThresholdSlice.Side * ThresholdSlice.Side];
    private readonly BitSlice _air = new();
    private readonly ComponentMap _map = new();
    private readonly HullArea _hull = new();
    private readonly ContourFill _fill = new();
    private readonly List<KeptContour> _largest = [];

    [GlobalSetup]
    public void Setup()
    {
        Binarise();
        Components();
        for (var index = 0; index < _map.ComponentCount; index++)
        {
            ref readonly var component = ref _map.Components[index];
            if (component.BorderPixels == 0 && component.Bottom - component.Top > 100)
            {
                _largest.Add(new KeptContour(index, 0));
            }
        }
    }

    [Benchmark]
    public void Binarise() => _air.LoadBelow(_hu, ThresholdSlice.Side, ThresholdSlice.Side, -300);

    [Benchmark]
    public bool FlatContours() => FlatContour.Exists(_air);

    [Benchmark]
    public void Components() => _map.Build(_air);

    [Benchmark]
    public long Hulls() => _largest.Sum(contour => _hull.Twice(_map, contour.Component));

    [Benchmark]
    public void FillAndWrite() => _fill.Write(_map, _largest, _air, _mask);
}
