using LungSeg.Core.Model;
using LungSeg.Core.Statistics;

namespace LungSeg.Core.Reporting;

/// <summary>Which rows came out worst and best, by what their stored hu_array keeps.</summary>
internal static class RowRanking
{
    /// <summary>Rows that lose lesion, the most first; then rows whose hu_array is not sound.</summary>
    public static IReadOnlyList<RowStatistics> Worst(IReadOnlyList<RowStatistics> rows) =>
        [
            .. rows.Where(row => row.LesionKept < 1)
                .OrderBy(row => row.LesionKept)
                .ThenByDescending(row => row.LesionPx)
                .Concat(
                    rows.Where(row => !(row.LesionKept < 1) && row.Stored is StoredArea.Raw or StoredArea.BodyKept or StoredArea.LungLost)
                ),
        ];

    /// <summary>Sound rows that keep all of their lesion, the largest lesions first.</summary>
    public static IReadOnlyList<RowStatistics> Best(IReadOnlyList<RowStatistics> rows) =>
        [.. rows.Where(row => row.LesionKept == 1 && row.Stored is StoredArea.Ok or null).OrderByDescending(row => row.LesionPx)];
}
