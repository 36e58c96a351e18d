using LungSeg.Core.Bytes;
using LungSeg.Core.Datasets;
using LungSeg.Core.Formats;
using LungSeg.Core.Model;

namespace LungSeg.Core.Grouping;

/// <summary>
/// Ids of rows: <c>patient_id</c>, so that all scans of a patient are one group, and <c>series_uid</c>. Each row is taken with the ids
/// that it has.
/// </summary>
internal sealed class RowIds
{
    private const int MaxNamed = 3;

    /// <summary>The columns of ids, the wider first.</summary>
    public static readonly string[] Columns = [DatasetColumns.PatientId, DatasetColumns.SeriesUid];
    private readonly string?[][] _ids;

    private RowIds(string?[][] ids, IReadOnlyList<UnusableColumn> unusable) => (_ids, Unusable) = (ids, unusable);

    /// <summary>Columns that hold ids, or look as if they did, and are not used for some rows.</summary>
    public IReadOnlyList<UnusableColumn> Unusable { get; }

    /// <summary>Whether rows of two ids are never joined, whatever their pixels are.</summary>
    public bool AreBinding { get; private init; }

    /// <summary>Number of rows with an id.</summary>
    public int Known => Enumerable.Range(0, _ids[0].Length).Count(IsKnown);

    /// <summary>The ids of rows, in their order.</summary>
    public static RowIds Find(IReadOnlyList<DatasetRow> rows)
    {
        var inputs = rows.Select(row => row.Input).Distinct().ToArray();
        return new RowIds(
            [.. Columns.Select(column => rows.Select(row => row.GetId(column)).ToArray())],
            [.. inputs.SelectMany(LookAlikes), .. Columns.SelectMany(column => Unread(rows, column))]
        );
    }

    /// <summary>Ids of patients; null for rows without one.</summary>
    /// <param name="ids">The ids.</param>
    /// <param name="areBinding">Whether they are groups that a user gives, which pixels never join.</param>
    public static RowIds From(IReadOnlyList<string?> ids, bool areBinding)
    {
        string?[][] columns =
        [
            [.. ids],
        ];
        return new(columns, []) { AreBinding = areBinding };
    }

    /// <summary>No ids.</summary>
    public static RowIds None(int rows) => new([.. Columns.Select(_ => new string?[rows])], []);

    /// <summary>Whether a row has an id.</summary>
    public static bool IsKnown(DatasetRow row) => Columns.Any(column => row.GetId(column) is not null);

    /// <summary>Whether the row at a position has an id.</summary>
    public bool IsKnown(int row) => _ids.Any(ids => ids[row] is not null);

    /// <summary>Both rows' ids in words, where they are ids of one column and differ: two patients, or two series; else null.</summary>
    public (string A, string B)? Differ(int a, int b)
    {
        for (var column = 0; column < _ids.Length; column++)
        {
            if (_ids[column][a] is { } first && _ids[column][b] is { } second)
            {
                return first == second ? null : ($"{Columns[column]} {first}", $"{Columns[column]} {second}");
            }
        }

        return null;
    }

    /// <summary>Joins the rows of equal ids.</summary>
    public void JoinEqual(DisjointSets sets)
    {
        foreach (var ids in _ids)
        {
            var first = new Dictionary<string, int>(StringComparer.Ordinal);
            for (var row = 0; row < ids.Length; row++)
            {
                if (ids[row] is { } id && !first.TryAdd(id, row))
                {
                    sets.Join(first[id], row);
                }
            }
        }
    }

    /// <summary>Columns whose name is that of an id but for capitals and separators.</summary>
    private static IEnumerable<UnusableColumn> LookAlikes(DatasetInput input) =>
        from column in Columns
        where input.FindColumn(column) is null
        from name in input.ColumnNames
        where IdText.PlainName(name) == IdText.PlainName(column)
        select new UnusableColumn(input.Stem, name, $"its name is not {column}") { ReadAs = column };

    /// <summary>Columns of ids with cells that hold neither text nor number.</summary>
    private static IEnumerable<UnusableColumn> Unread(IReadOnlyList<DatasetRow> rows, string column) =>
        rows.Where(row => row.Input.FindColumn(column) is { } found && IdText.IsUnread(found[row.Index]))
            .GroupBy(row => row.Input)
            .Select(unread => new UnusableColumn(
                unread.Key.Stem,
                column,
                $"no text, number or date in {ShortList.Join([.. unread.Select(row => row.Name)], MaxNamed)}"
            ));
}

/// <summary>A column of ids that is not used, or not for all rows.</summary>
/// <param name="Stem">Stem of the input.</param>
/// <param name="Column">Name of the column in the input.</param>
/// <param name="Reason">Why, in words.</param>
public sealed record UnusableColumn(string Stem, string Column, string Reason)
{
    /// <summary>The name under which the column would be used; null where another name does not help.</summary>
    public string? ReadAs { get; init; }
}
