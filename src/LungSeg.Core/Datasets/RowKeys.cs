using LungSeg.Core.Formats.Arrays;

namespace LungSeg.Core.Datasets;

/// <summary>Content keys of many rows.</summary>
internal static class RowKeys
{
    /// <summary>The <see cref="ContentKey"/> of each row that needs one; null for the others, and where a row has none.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="jobs">Threads.</param>
    /// <param name="isNeeded">Whether the key of a row is needed.</param>
    /// <exception cref="Bytes.DatasetFormatException">A file has changed since it was indexed.</exception>
    public static string?[] Read(IReadOnlyList<DatasetRow> rows, int jobs, Func<DatasetRow, bool> isNeeded)
    {
        var keys = new string?[rows.Count];
        ParallelRows.Run(
            rows.Count,
            RowJobs.Limit(rows, jobs),
            i =>
            {
                if (isNeeded(rows[i]) && rows[i].FoundHuOld is { DType.IsNumeric: true, Shape.Count: 2 })
                {
                    using var sample = rows[i].Load();
                    keys[i] = ContentKey.Compute(sample);
                }
            }
        );
        return keys;
    }
}
