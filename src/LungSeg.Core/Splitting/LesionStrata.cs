namespace LungSeg.Core.Splitting;

/// <summary>Strata of rows by lesion size: no mask, no lesion, and the quartiles of the rows with a lesion.</summary>
public static class LesionStrata
{
    private const int Quarters = 4;

    /// <summary>Stratum of each row, from 0 without gaps, the smallest lesions first. Equal sizes share a stratum.</summary>
    /// <param name="lesionPixels">Lesion pixels of each row; null without a mask.</param>
    public static int[] Compute(IReadOnlyList<long?> lesionPixels)
    {
        ArgumentNullException.ThrowIfNull(lesionPixels);
        var sizes = lesionPixels.Where(pixels => pixels > 0).Select(pixels => pixels!.Value).Order().ToArray();
        var strata = new int[lesionPixels.Count];
        for (var i = 0; i < strata.Length; i++)
        {
            strata[i] = lesionPixels[i] switch
            {
                null => 0,
                0 => 1,
                { } pixels => 2 + Enumerable.Range(1, Quarters - 1).Count(quarter => pixels >= sizes[sizes.Length * quarter / Quarters]),
            };
        }

        var used = strata.Distinct().Order().ToList();
        return Array.ConvertAll(strata, used.IndexOf);
    }

    /// <summary>Stratum of each row by its name.</summary>
    public static IReadOnlyDictionary<string, int> ByRow(IReadOnlyList<SplitRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var strata = Compute([.. rows.Select(row => row.LesionPixels)]);
        return rows.Select((row, i) => (row.Name, Stratum: strata[i]))
            .ToDictionary(pair => pair.Name, pair => pair.Stratum, StringComparer.Ordinal);
    }
}
