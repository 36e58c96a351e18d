namespace LungSeg.Core.Splitting;

/// <summary>How far the shares of categories (classes, strata) in bins (folds, parts) are from their shares overall.</summary>
/// <param name="Mean">Mean over bins and categories of |share in the bin - share overall|.</param>
/// <param name="Categories">Deviation of each category.</param>
public sealed record ShareDeviation(double Mean, IReadOnlyList<CategoryDeviation> Categories)
{
    /// <summary>
    /// Measures rows; <paramref name="bins"/> and <paramref name="categories"/> hold the bin and the category of each row.
    /// </summary>
    public static ShareDeviation Compute(IReadOnlyList<string> bins, IReadOnlyList<string> categories)
    {
        ArgumentNullException.ThrowIfNull(bins);
        ArgumentNullException.ThrowIfNull(categories);
        var rowsIn = bins.CountBy(bin => bin).OrderBy(bin => bin.Key, StringComparer.Ordinal).ToArray();
        var both = bins.Zip(categories).CountBy(pair => pair).ToDictionary();
        var result = new List<CategoryDeviation>();
        foreach (var (category, rows) in categories.CountBy(category => category).OrderBy(category => category.Key, StringComparer.Ordinal))
        {
            var share = (double)rows / bins.Count;
            var sum = rowsIn.Sum(bin => Math.Abs((double)both.GetValueOrDefault((bin.Key, category)) / bin.Value - share));
            result.Add(new CategoryDeviation(category, share, sum / rowsIn.Length));
        }

        return new ShareDeviation(result.Count == 0 ? 0 : result.Average(category => category.Deviation), result);
    }
}

/// <summary>One category of a <see cref="ShareDeviation"/>.</summary>
/// <param name="Name">Class or stratum.</param>
/// <param name="Share">Share of all rows.</param>
/// <param name="Deviation">Mean over the bins of |share in the bin - share overall|.</param>
public sealed record CategoryDeviation(string Name, double Share, double Deviation);
