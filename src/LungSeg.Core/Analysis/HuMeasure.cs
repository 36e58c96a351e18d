using LungSeg.Core.Bytes;

namespace LungSeg.Core.Analysis;

/// <summary>Measures the HU of slices: from counts where all values are integers, as scanners give them, else from the values.</summary>
/// <remarks>Not thread-safe: an instance reuses its working memory.</remarks>
internal sealed class HuMeasure
{
    private static readonly double[] Percents = [1, 5, 50, 95, 99];
    private readonly HuScan _scan = new();
    private double[] _values = [];
    private int _valueCount;
    private bool _isCounted;

    /// <summary>Pixels of each value; empty where a value is not an integer.</summary>
    public HuCounts Counts { get; } = new();

    public HuHistogram Histogram { get; } = new();

    /// <summary>Counts the values of a whole slice. <see cref="Measure"/> then uses the counts.</summary>
    /// <returns>Minimum and maximum; null where a value is not an integer or out of range.</returns>
    public (int Min, int Max)? Count(MeasuredSlice pixels)
    {
        _isCounted = !pixels.MeasuresHu && _scan.TryCount(pixels.Image, Counts);
        return _isCounted ? (Counts.First, Counts.First + Counts.Counts.Length - 1) : null;
    }

    /// <summary>Measures the slice that <see cref="Count"/> was called with last.</summary>
    /// <param name="pixels">The slice.</param>
    /// <param name="padding">Its padding.</param>
    public HuFigures Measure(MeasuredSlice pixels, CornerPadding padding)
    {
        var (nonFinite, dropped) = (0L, 0L);
        if (_isCounted && padding.Pixels > 0)
        {
            Counts.Add(Counts.First, -padding.Pixels);
        }

        if (!_isCounted)
        {
            (nonFinite, dropped) = Gather(pixels, padding.Mask);
            _isCounted = _scan.TryCount(_values.AsSpan(0, _valueCount), Counts);
        }

        Histogram.Clear();
        var figures = (_isCounted ? FromCounts() : FromValues()) with
        {
            PaddingPixels = padding.Pixels,
            NonFinitePixels = nonFinite,
            DroppedPixels = dropped,
        };
        LargeMemory.Drop(ref _values);
        return figures;
    }

    /// <summary>Collects the values that figures are computed of.</summary>
    private (long NonFinite, long Dropped) Gather(MeasuredSlice pixels, ReadOnlySpan<byte> padding)
    {
        var image = pixels.Image;
        if (_values.Length < image.Length)
        {
            _values = new double[image.Length];
        }

        var (nonFinite, dropped) = (0L, 0L);
        _valueCount = 0;
        for (var i = 0; i < image.Length; i++)
        {
            if (!padding.IsEmpty && padding[i] != 0)
            {
                continue;
            }

            if (pixels.MeasuresHu && pixels.IsDropped(i))
            {
                dropped++;
            }
            else if (!double.IsFinite(image[i]))
            {
                nonFinite++;
            }
            else
            {
                _values[_valueCount++] = image[i];
            }
        }

        return (nonFinite, dropped);
    }

    private HuFigures FromCounts()
    {
        var (tissue, hu) = (default(TissueCounts), Counts.First);
        foreach (var count in Counts.Counts)
        {
            tissue.Add(hu, count);
            if (count > 0)
            {
                Histogram.Add(hu, count);
            }

            hu++;
        }

        var moments = PixelMoments.Compute(Counts);
        return Counts.Total == 0
            ? new HuFigures(moments, tissue, null, null, null)
            : new HuFigures(moments, tissue, Counts.First, hu - 1, Counts.Percentiles(Percents));
    }

    private HuFigures FromValues()
    {
        var values = _values.AsSpan(0, _valueCount);
        var tissue = default(TissueCounts);
        var (minimum, maximum) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var value in values)
        {
            tissue.Add(value, 1);
            Histogram.Add(value, 1);
            (minimum, maximum) = (Math.Min(minimum, value), Math.Max(maximum, value));
        }

        return new HuFigures(PixelMoments.Compute(values), tissue, minimum, maximum, null);
    }
}
