namespace LungSeg.Core.Splitting;

/// <summary>The groups to divide, their row counts by class and by lesion stratum, and how many rows each bin should get.</summary>
internal sealed class SplitProblem
{
    private SplitProblem(StratifiedRows rows, double[] targets)
    {
        Targets = targets;
        Classes = Distinct(rows.Classes);
        Strata = Distinct(rows.Strata);
        Groups = Distinct(rows.Groups);
        Rows = rows.Count;
        Sizes = new int[Groups];
        Counts = new int[Groups * Features];
        Shares = new double[Features];
        for (var row = 0; row < Rows; row++)
        {
            var group = rows.Groups[row];
            Sizes[group]++;
            Counts[group * Features + rows.Classes[row]]++;
            Counts[group * Features + Classes + rows.Strata[row]]++;
            Shares[rows.Classes[row]]++;
            Shares[Classes + rows.Strata[row]]++;
        }

        for (var feature = 0; feature < Features; feature++)
        {
            Shares[feature] /= Rows;
        }
    }

    public int Rows { get; }

    public int Groups { get; }

    public int Classes { get; }

    public int Strata { get; }

    /// <summary>Number of classes and strata.</summary>
    public int Features => Classes + Strata;

    public int Bins => Targets.Length;

    /// <summary>Rows that each bin should get; the sum is <see cref="Rows"/>.</summary>
    public double[] Targets { get; }

    /// <summary>Rows of each group.</summary>
    public int[] Sizes { get; }

    /// <summary>Rows [group, feature]: the classes, then the strata.</summary>
    public int[] Counts { get; }

    /// <summary>Share of all rows that has each feature.</summary>
    public double[] Shares { get; }

    public static SplitProblem Create(StratifiedRows rows, double[] targets) => new(rows, targets);

    public ReadOnlySpan<int> GetCounts(int group) => Counts.AsSpan(group * Features, Features);

    private static int Distinct(int[] numbers) => numbers.Length == 0 ? 0 : numbers.Max() + 1;
}
