namespace LungSeg.Core.Analysis;

/// <summary>
/// Number, sum and spread of pixel values. The spread is an exact sum of squares where all values are integers, else a sum of squared
/// deviations.
/// </summary>
/// <param name="Pixels">Number of pixels.</param>
/// <param name="Sum">Sum of the values; an integer where <paramref name="SumSquares"/> is known.</param>
/// <param name="SumSquares">Exact sum of the squares; null where a value is not an integer.</param>
/// <param name="SquaredDeviations">Sum of the squared deviations from the mean; null where <paramref name="SumSquares"/> is known.</param>
public readonly record struct PixelMoments(long Pixels, double Sum, long? SumSquares, double? SquaredDeviations)
{
    /// <summary>Mean; NaN without pixels.</summary>
    public double Mean => Sum / Pixels;

    /// <summary>Standard deviation, ddof 0; NaN without pixels.</summary>
    public double Std => Math.Sqrt(Deviations / Pixels);

    internal double Deviations =>
        SumSquares is { } squares
            ? (double)(((Int128)Pixels * squares) - ((Int128)(long)Sum * (long)Sum)) / Pixels
            : SquaredDeviations ?? 0;

    /// <summary>Moments of the values that <paramref name="counts"/> holds.</summary>
    public static PixelMoments Compute(HuCounts counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        var (sum, squares, hu) = (0L, 0L, (long)counts.First);
        foreach (var count in counts.Counts)
        {
            sum += count * hu;
            squares += count * hu * hu;
            hu++;
        }

        return new PixelMoments(counts.Total, sum, squares, null);
    }

    /// <summary>Moments of finite values.</summary>
    public static PixelMoments Compute(ReadOnlySpan<double> values)
    {
        var (sum, squares) = (0L, 0L);
        foreach (var value in values)
        {
            if (!(value >= HuCounts.Lowest && value <= HuCounts.Highest && Math.Floor(value) == value))
            {
                return ComputeFractions(values);
            }
            sum += (long)value;
            squares += (long)value * (long)value;
        }

        return new PixelMoments(values.Length, sum, squares, null);
    }

    private static PixelMoments ComputeFractions(ReadOnlySpan<double> values)
    {
        var total = default(CompensatedSum);
        foreach (var value in values)
        {
            total.Add(value);
        }
        var mean = total.Value / values.Length;
        var deviations = default(CompensatedSum);
        foreach (var value in values)
        {
            deviations.Add((value - mean) * (value - mean));
        }
        return new PixelMoments(values.Length, total.Value, null, deviations.Value);
    }
}
