using LungSeg.Core.Model;

namespace LungSeg.Cli;

/// <summary>Reads the values of <c>--columns</c> and <c>--label-names</c>.</summary>
internal static class ColumnText
{
    /// <summary>Pairs of our and their name, separated by commas.</summary>
    /// <exception cref="UsageException">An item is no pair, or our name is none of ours, or stands twice.</exception>
    public static IReadOnlyDictionary<string, string> Parse(string text)
    {
        var pairs = new Dictionary<string, string>();
        foreach (var item in text.Split(','))
        {
            var at = item.IndexOf('=', StringComparison.Ordinal);
            if (at <= 0 || at == item.Length - 1)
            {
                throw new UsageException($"--columns is '{item}', expected OURS=THEIRS, for example label1=class");
            }
            if (!DatasetColumns.All.Contains(item[..at]))
            {
                throw new UsageException(
                    $"--columns: '{item[..at]}' is no column of ours; they are {string.Join(", ", DatasetColumns.All)}"
                );
            }
            if (!pairs.TryAdd(item[..at], item[(at + 1)..]))
            {
                throw new UsageException($"--columns names {item[..at]} twice");
            }
        }

        return pairs;
    }

    /// <summary>Names separated by commas.</summary>
    /// <exception cref="UsageException">A name is empty.</exception>
    public static IReadOnlyList<string> ParseNames(string text, string option, string example)
    {
        var names = text.Split(',', StringSplitOptions.TrimEntries);
        return Array.Exists(names, string.IsNullOrEmpty)
            ? throw new UsageException($"{option} is '{text}', expected names such as {example}")
            : names;
    }
}
