namespace LungSeg.Core.Validation;

/// <summary>What one pass over an array's values counts.</summary>
internal readonly record struct ValueScan(int NaNs, int Infinities, int Fractions, double Min, double Max)
{
    /// <summary>Counts; least and greatest are of the finite values, and positive and negative infinity where there are none.</summary>
    public static ValueScan Of(ReadOnlySpan<double> values)
    {
        var (nans, infinities, fractions) = (0, 0, 0);
        var (min, max) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var value in values)
        {
            if (!double.IsFinite(value))
            {
                nans += double.IsNaN(value) ? 1 : 0;
                infinities += double.IsInfinity(value) ? 1 : 0;
                continue;
            }

            fractions += Math.Floor(value) != value ? 1 : 0;
            min = value < min ? value : min;
            max = value > max ? value : max;
        }

        return new ValueScan(nans, infinities, fractions, min, max);
    }
}
