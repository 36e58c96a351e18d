using LungSeg.Core.Datasets;
using LungSeg.Core.Model;

namespace LungSeg.Core.Splitting;

/// <summary>Contents of the parts and folds of one repeat, and how evenly the classes are shared.</summary>
public sealed record SplitSummary
{
    /// <summary>The parts: train, val, test, then others as they first occur.</summary>
    public required IReadOnlyList<SplitBin> Parts { get; init; }

    /// <summary>The folds, in order; empty where there are only parts.</summary>
    public required IReadOnlyList<SplitBin> Folds { get; init; }

    /// <summary>Deviation of the classes over the folds, or over the parts without folds; dropped rows do not count.</summary>
    public required ShareDeviation Deviation { get; init; }

    /// <summary>Deviation of the lesion-size strata over the same bins; null where the strata are not known.</summary>
    public ShareDeviation? LesionDeviation { get; init; }

    /// <summary>Summarises the rows of one repeat.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="strata">Lesion-size stratum by row; null where the strata are not known.</param>
    public static SplitSummary Create(IReadOnlyList<SplitAssignment> rows, IReadOnlyDictionary<string, int>? strata = null)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var balanced = Balanced(rows);
        var bins = balanced.Select(BinName).ToArray();
        return new SplitSummary
        {
            Parts = [.. rows.GroupBy(row => row.Part).OrderBy(part => Rank(part.Key)).Select(part => Bin(part.Key, part))],
            Folds =
            [
                .. rows.Where(row => row.Fold is not null)
                    .GroupBy(row => row.Fold!.Value)
                    .OrderBy(fold => fold.Key)
                    .Select(fold => Bin(BinName(fold.First()), fold)),
            ],
            Deviation = ShareDeviation.Compute(bins, [.. balanced.Select(row => GetClass(row.Label))]),
            LesionDeviation = strata is null
                ? null
                : ShareDeviation.Compute(bins, [.. balanced.Select(row => StratumName(row.Row, strata))]),
        };
    }

    /// <summary>The rows over which balance is measured: those in folds; without folds, all rows that are not dropped.</summary>
    public static IReadOnlyList<SplitAssignment> Balanced(IReadOnlyList<SplitAssignment> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var inFolds = rows.Where(row => row.Fold is not null).ToArray();
        return inFolds.Length > 0 ? inFolds : [.. rows.Where(row => row.Part != SplitAssignment.Dropped)];
    }

    /// <summary>The canonical class of a label; the text itself where it is not a Lung-RADS class, and a word for a missing one.</summary>
    public static string GetClass(string? label) => LungRads.TryParse(label, out var known) ? known.Class : label ?? LungRads.Missing;

    /// <summary>Name of the row's fold; of its part where it is in no fold.</summary>
    public static string BinName(SplitAssignment row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return row.Fold is { } fold ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"fold{fold}") : row.Part;
    }

    private static int Rank(string part) =>
        part switch
        {
            SplitAssignment.Train => 0,
            SplitAssignment.Validation => 1,
            SplitAssignment.Test => 2,
            _ => 3,
        };

    private static string StratumName(string row, IReadOnlyDictionary<string, int> strata) =>
        strata.TryGetValue(row, out var stratum) ? stratum.ToString(System.Globalization.CultureInfo.InvariantCulture) : LungRads.Unknown;

    private static SplitBin Bin(string name, IEnumerable<SplitAssignment> rows)
    {
        var all = rows.ToArray();
        var labels = all.Where(row => row.Label is not null)
            .CountBy(row => row.Label!)
            .OrderBy(label => GetClass(label.Key), StringComparer.Ordinal)
            .ThenBy(label => label.Key, StringComparer.Ordinal);
        return new SplitBin(
            name,
            all.Length,
            all.Select(row => row.Group).OfType<string>().Distinct().Count(),
            [.. labels.Select(label => new RowCount(label.Key, label.Value))]
        );
    }
}

/// <summary>Contents of one part or fold.</summary>
/// <param name="Name">Part, or <c>fold0</c>, <c>fold1</c> ...</param>
/// <param name="Rows">Number of rows.</param>
/// <param name="Groups">Number of groups; 0 where the split has no groups.</param>
/// <param name="Labels">Number of rows by label text, for rows with a label.</param>
public sealed record SplitBin(string Name, int Rows, int Groups, IReadOnlyList<RowCount> Labels);
