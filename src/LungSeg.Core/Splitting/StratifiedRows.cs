namespace LungSeg.Core.Splitting;

/// <summary>Group, class and stratum of each row as numbers from 0 without gaps, in arrays of equal length.</summary>
/// <param name="Groups">Group of each row.</param>
/// <param name="Classes">Class of each row.</param>
/// <param name="Strata">Lesion-size stratum of each row.</param>
public sealed record StratifiedRows(int[] Groups, int[] Classes, int[] Strata)
{
    /// <summary>Number of rows.</summary>
    public int Count => Groups.Length;

    /// <summary>Numbers names in the order in which they first occur.</summary>
    public static int[] Number(IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        var result = new int[names.Count];
        for (var i = 0; i < result.Length; i++)
        {
            if (!numbers.TryGetValue(names[i], out var number))
            {
                numbers.Add(names[i], number = numbers.Count);
            }
            result[i] = number;
        }

        return result;
    }

    /// <summary>Some of the rows, their groups, classes and strata numbered anew.</summary>
    public StratifiedRows Subset(IReadOnlyList<int> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return new StratifiedRows(Compact(rows, Groups), Compact(rows, Classes), Compact(rows, Strata));
    }

    private static int[] Compact(IReadOnlyList<int> rows, int[] numbers)
    {
        var renumbered = new Dictionary<int, int>();
        var result = new int[rows.Count];
        for (var i = 0; i < result.Length; i++)
        {
            if (!renumbered.TryGetValue(numbers[rows[i]], out var number))
            {
                renumbered.Add(numbers[rows[i]], number = renumbered.Count);
            }
            result[i] = number;
        }

        return result;
    }
}
