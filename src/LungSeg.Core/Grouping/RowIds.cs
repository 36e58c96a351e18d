using LungSeg.Core.Datasets;

namespace LungSeg.Core.Grouping;

/// <summary>
/// Reads the id column of a table: <c>patient_id</c>, so that all scans of a patient are one group, else <c>series_uid</c>.
/// </summary>
internal static class RowIds
{
    private static readonly string[] Columns = ["patient_id", "series_uid"];

    /// <summary>The id of each row, all from one column; null where no column has an id for every row.</summary>
    public static IReadOnlyList<string>? Find(IReadOnlyList<DatasetRow> rows)
    {
        foreach (var column in Columns)
        {
            var ids = new List<string>(rows.Count);
            foreach (var row in rows)
            {
                if (row.GetText(column) is not { Length: > 0 } id)
                {
                    break;
                }
                ids.Add(id);
            }

            if (ids.Count == rows.Count && ids.Count > 0)
            {
                return ids;
            }
        }

        return null;
    }
}
