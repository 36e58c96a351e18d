namespace LungSeg.Core.Statistics;

/// <summary>Least, middle, mean and greatest of a figure over rows.</summary>
public sealed record SizeRange(double Min, double Median, double Mean, double Max)
{
    /// <summary>Of the values that are there; null without any.</summary>
    internal static SizeRange? Create(IEnumerable<double?> values)
    {
        var present = values.OfType<double>().ToArray();
        if (present.Length == 0)
        {
            return null;
        }
        var mean = Means.Compute(present.Select(value => (double?)value))!.Value;
        Array.Sort(present);
        var median = (present[(present.Length - 1) / 2] + present[present.Length / 2]) / 2;
        return new SizeRange(present[0], median, mean, present[^1]);
    }
}
