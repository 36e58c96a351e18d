namespace LungSeg.Core.Statistics;

/// <summary>HU figures of one slice: counts where all values are whole, which is what scanners give, else the values themselves.</summary>
internal sealed class HuMeasure
{
    private static readonly double[] Percents = [1, 5, 50, 95, 99];
    private readonly HuScan _scan = new();
    private double[] _values = [];
    private int _valueCount;

    /// <summary>Pixels of each whole value; empty where one is not whole.</summary>
    public HuCounts Counts { get; } = new();

    public HuHistogram Histogram { get; } = new();

    public PaddingArea Padding { get; } = new();

    /// <summary>Measures the image of a row; the padding stays for what follows.</summary>
    public RowStatistics Measure(RowPixels pixels, RowStatistics row)
    {
        var image = pixels.Image;
        var isWhole = !pixels.LeavesDroppedOut && _scan.TryCount(image, Counts);
        FindPadding(pixels, isWhole ? Counts.First : null);
        var (nonFinite, dropped) = (0L, 0L);
        if (isWhole && Padding.Pixels > 0)
            Counts.Add(Counts.First, -Padding.Pixels);
        if (!isWhole)
        {
            (nonFinite, dropped) = Gather(pixels);
            isWhole = _scan.TryCount(_values.AsSpan(0, _valueCount), Counts);
        }

        Histogram.Clear();
        row = row with
        {
            HuPaddingPx = Padding.Pixels,
            HuPaddingShare = (double)Padding.Pixels / image.Length,
            HuNonFinitePx = nonFinite,
            HuDroppedPx = pixels.LeavesDroppedOut ? dropped : null,
        };
        return isWhole ? OfCounts(row) : OfValues(row);
    }

    /// <summary>Finds the padding alone, for figures that leave it out.</summary>
    public void FindPadding(RowPixels pixels, double? least = null)
    {
        var slice = pixels.Old.IsEmpty ? pixels.Image : pixels.Old;
        var isFinite = least is not null;
        if (least is null)
            (least, isFinite) = LeastFinite(slice);
        Padding.Find(slice, pixels.Columns, least.Value, isFinite);
    }

    private static (double Least, bool IsFinite) LeastFinite(ReadOnlySpan<double> values)
    {
        var (least, isFinite) = (double.PositiveInfinity, true);
        foreach (var value in values)
        {
            if (!double.IsFinite(value))
                isFinite = false;
            else if (value < least)
                least = value;
        }

        return (least, isFinite);
    }

    /// <summary>Takes the values that count.</summary>
    private (long NonFinite, long Dropped) Gather(RowPixels pixels)
    {
        var image = pixels.Image;
        if (_values.Length < image.Length)
            _values = new double[image.Length];
        var (nonFinite, dropped) = (0L, 0L);
        var padding = Padding.Mask;
        _valueCount = 0;
        for (var i = 0; i < image.Length; i++)
        {
            if (!padding.IsEmpty && padding[i] != 0)
                continue;
            if (pixels.LeavesDroppedOut && pixels.IsDropped(i))
                dropped++;
            else if (!double.IsFinite(image[i]))
                nonFinite++;
            else
                _values[_valueCount++] = image[i];
        }

        return (nonFinite, dropped);
    }

    private RowStatistics OfCounts(RowStatistics row)
    {
        var (tissue, hu) = (default(TissueCounts), Counts.First);
        foreach (var count in Counts.Counts)
        {
            tissue.Add(hu, count);
            if (count > 0)
                Histogram.Add(hu, count);
            hu++;
        }

        row = WithMoments(row, PixelMoments.Of(Counts), tissue);
        if (Counts.Total == 0)
            return row;
        var percentiles = Counts.Percentiles(Percents);
        return row with
        {
            HuMin = Counts.First,
            HuMax = hu - 1,
            HuP01 = percentiles[0],
            HuP05 = percentiles[1],
            HuP50 = percentiles[2],
            HuP95 = percentiles[3],
            HuP99 = percentiles[4],
        };
    }

    private RowStatistics OfValues(RowStatistics row)
    {
        var values = _values.AsSpan(0, _valueCount);
        var tissue = default(TissueCounts);
        var (least, greatest) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var value in values)
        {
            tissue.Add(value, 1);
            Histogram.Add(value, 1);
            (least, greatest) = (Math.Min(least, value), Math.Max(greatest, value));
        }

        return WithMoments(row, PixelMoments.Of(values), tissue) with
        {
            HuMin = least,
            HuMax = greatest,
        };
    }

    private static RowStatistics WithMoments(RowStatistics row, PixelMoments moments, TissueCounts tissue) =>
        row with
        {
            HuPx = moments.Pixels,
            HuMean = moments.Pixels > 0 ? moments.Mean : null,
            HuStd = moments.Pixels > 0 ? moments.Std : null,
            HuSum = moments.Sum,
            HuSumSquares = moments.SumSquares,
            HuSquaredDeviations = moments.SquaredDeviations,
            HuAirPx = tissue.Air,
            HuLungPx = tissue.Lung,
            HuSoftPx = tissue.Soft,
            HuBonePx = tissue.Bone,
        };
}
