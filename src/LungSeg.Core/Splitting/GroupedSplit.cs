using LungSeg.Core.Bytes;

namespace LungSeg.Core.Splitting;

/// <summary>Divides rows into bins (parts or folds), never dividing a group, with classes as evenly shared as the groups allow.</summary>
public static class GroupedSplit
{
    /// <summary>Bin of each row, from 0; every bin gets at least one group. The same seed gives the same bins on every machine.</summary>
    /// <remarks>Class shares are balanced first, then bin sizes and the shares of lesion-size strata.</remarks>
    /// <param name="rows">Group, class and stratum of each row.</param>
    /// <param name="targets">Rows wanted in each bin; only their ratios count.</param>
    /// <param name="seed">Seed of the choice among equally good divisions.</param>
    /// <param name="asked">The parameter that gives the number of bins, for the error message.</param>
    /// <exception cref="ArgumentException">A target is not above 0.</exception>
    /// <exception cref="InvalidRequestException">There are fewer groups than bins.</exception>
    public static int[] Assign(
        StratifiedRows rows,
        IReadOnlyList<double> targets,
        ulong seed,
        RequestParameter asked = RequestParameter.Parts
    )
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(targets);
        if (targets.Count == 0 || targets.Any(target => !(target > 0) || !double.IsFinite(target)))
        {
            throw new ArgumentException("every part needs a share of the rows above 0", nameof(targets));
        }
        var scale = rows.Count / targets.Sum();
        var problem = SplitProblem.Create(rows, [.. targets.Select(target => target * scale)]);
        if (problem.Groups < problem.Bins)
        {
            throw new InvalidRequestException(
                asked,
                $"{Quantity.Of(problem.Groups, "group")} cannot fill {problem.Bins} parts: a group is never divided"
            );
        }
        var bins = SplitSearch.Run(problem, seed);
        return Array.ConvertAll(rows.Groups, group => bins[group]);
    }
}
