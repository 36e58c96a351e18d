using LungSeg.Core.Datasets;

namespace LungSeg.Core.Grouping;

/// <summary>Finds ids of patients and series that stand on both sides of a split, whatever their slices look like.</summary>
public static class SharedIds
{
    /// <summary>The ids of two sets that are one, by column, then in the order of the first set.</summary>
    public static IReadOnlyList<SharedId> Find(IReadOnlyList<DatasetRow> a, IReadOnlyList<DatasetRow> b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        var shared = new List<SharedId>();
        foreach (var column in RowIds.Columns)
        {
            var others = b.Where(row => row.GetId(column) is not null).ToLookup(row => row.GetId(column)!, StringComparer.Ordinal);
            shared.AddRange(
                a.Where(row => row.GetId(column) is { } id && others.Contains(id))
                    .GroupBy(row => row.GetId(column)!, StringComparer.Ordinal)
                    .Select(rows => new SharedId(column, rows.Key, [.. rows], [.. others[rows.Key]]))
            );
        }
        return shared;
    }
}

/// <summary>An id that rows of both sets have.</summary>
/// <param name="Column"><c>patient_id</c> or <c>series_uid</c>.</param>
/// <param name="Id">The id as text: 1, 1.0 and '1' are one.</param>
/// <param name="A">Rows of the first set.</param>
/// <param name="B">Rows of the second set.</param>
public sealed record SharedId(string Column, string Id, IReadOnlyList<DatasetRow> A, IReadOnlyList<DatasetRow> B);
