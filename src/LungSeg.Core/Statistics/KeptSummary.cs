namespace LungSeg.Core.Statistics;

/// <summary>How much of their lesion rows keep in <c>hu_array</c>; rows without a lesion or without hu_array do not count.</summary>
/// <param name="Mean">Mean share; null where no row counts.</param>
/// <param name="RowsBelow1">Rows that lose some of it.</param>
/// <param name="Rows0">Rows that lose all of it.</param>
public sealed record KeptSummary(double? Mean, long RowsBelow1, long Rows0)
{
    internal static KeptSummary Create(IReadOnlyCollection<RowStatistics> rows) =>
        new(
            Means.Compute(rows.Select(row => row.LesionKept)),
            rows.Count(row => row.LesionKept < 1),
            rows.Count(row => row.LesionKept == 0)
        );
}
