namespace LungSeg.Cli;

/// <summary>Finds the known word that is nearest to a mistyped word.</summary>
internal static class NearestWord
{
    private const int MaxMistakes = 3;

    /// <summary>The most similar known word; null where no word is similar.</summary>
    public static string? To(string typed, IEnumerable<string> known)
    {
        var nearest = known.MinBy(word => Distance(typed, word));
        return nearest is not null && Distance(typed, nearest) is var mistakes && mistakes <= MaxMistakes && mistakes < nearest.Length / 2.0
            ? nearest
            : null;
    }

    /// <summary>Levenshtein distance.</summary>
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
