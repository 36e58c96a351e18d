using LungSeg.Core.Datasets;

namespace LungSeg.Core.Grouping;

/// <summary>Ids that a table may carry, the widest first: all scans of a patient are one group.</summary>
internal static class RowIds
{
    private static readonly string[] Columns = ["patient_id", "series_uid"];

    /// <summary>The id of each row; null where not every row has one in the same column.</summary>
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
