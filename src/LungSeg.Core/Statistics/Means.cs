using LungSeg.Core.Analysis;

namespace LungSeg.Core.Statistics;

/// <summary>Means over rows, summed in their order.</summary>
internal static class Means
{
    /// <summary>Mean of the values that are not null; null where all are.</summary>
    public static double? Compute(IEnumerable<double?> values)
    {
        var (sum, count) = (default(CompensatedSum), 0L);
        foreach (var value in values)
        {
            if (value is not { } present)
            {
                continue;
            }
            sum.Add(present);
            count++;
        }

        return count == 0 ? null : sum.Value / count;
    }
}
