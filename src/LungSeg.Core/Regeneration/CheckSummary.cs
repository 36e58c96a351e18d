using LungSeg.Core.Model;
using LungSeg.Thresholding;

namespace LungSeg.Core.Regeneration;

/// <summary>Totals of a check over many rows.</summary>
/// <param name="Rows">Number of rows.</param>
/// <param name="Methods">Totals of each method.</param>
/// <param name="Best">The first method that reproduces every row; null where no method does, or there are no rows.</param>
/// <param name="Outcomes">Rows by how the published algorithm ends.</param>
/// <param name="Stored">Rows by what their stored hu_array is.</param>
public sealed record CheckSummary(
    int Rows,
    IReadOnlyList<MethodTotal> Methods,
    string? Best,
    IReadOnlyDictionary<ThresholdOutcome, int> Outcomes,
    IReadOnlyDictionary<StoredArea, int> Stored
)
{
    /// <summary>Sums rows up, in their order.</summary>
    public static CheckSummary Create(IReadOnlyList<RowCheck> checks)
    {
        ArgumentNullException.ThrowIfNull(checks);
        var methods = LungMaskers
            .All.Select(
                (masker, i) =>
                    new MethodTotal(
                        masker.Name,
                        checks.Count(check => check.Methods[i].IsIdentical),
                        checks.Count(check => check.Methods[i].DiffersAtEdgeOnly),
                        checks.Count == 0 ? double.NaN : checks.Sum(check => check.Methods[i].Dice) / checks.Count
                    )
            )
            .ToArray();
        return new CheckSummary(
            checks.Count,
            methods,
            checks.Count == 0 ? null : methods.FirstOrDefault(method => method.IdenticalRows == checks.Count)?.Name,
            new SortedDictionary<ThresholdOutcome, int>(
                checks.GroupBy(check => check.Outcome).ToDictionary(group => group.Key, group => group.Count())
            ),
            new SortedDictionary<StoredArea, int>(
                checks.GroupBy(check => check.Stored).ToDictionary(group => group.Key, group => group.Count())
            )
        );
    }
}

/// <summary>Totals of one method over all rows.</summary>
/// <param name="Name">Name of the method.</param>
/// <param name="IdenticalRows">Rows that it reproduces exactly.</param>
/// <param name="EdgeOnlyRows">Rows whose kept area differs from the method's at edge pixels only.</param>
/// <param name="DiceMean">Mean of Dice's coefficient over the rows, or NaN.</param>
public sealed record MethodTotal(string Name, int IdenticalRows, int EdgeOnlyRows, double DiceMean);
