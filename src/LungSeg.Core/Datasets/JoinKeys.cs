using LungSeg.Core.Formats;
using LungSeg.Core.Model;

namespace LungSeg.Core.Datasets;

/// <summary>Columns by which a table names rows.</summary>
internal static class JoinKeys
{
    /// <summary>The row's <see cref="ContentKey"/>.</summary>
    public const string Key = "key";

    /// <summary>The row's name, <c>stem:index</c>.</summary>
    public const string Row = "row";

    /// <summary>The keys by which a table is joined where none is chosen, the most specific first.</summary>
    public static IReadOnlyList<string> All { get; } =
    [Key, Row, DatasetColumns.File, DatasetColumns.SopUid, DatasetColumns.SeriesUid, DatasetColumns.PatientId];

    /// <summary>Whether one line is for many rows, whose content keys differ.</summary>
    public static bool NamesMany(string key) => key is DatasetColumns.SeriesUid or DatasetColumns.PatientId;

    /// <summary>The value in a table's cell by which it is compared; null where the cell is empty.</summary>
    public static string? From(string key, Cell cell) =>
        key switch
        {
            Key => cell.Text?.ToLowerInvariant(),
            Row or DatasetColumns.File => cell.Text,
            _ => IdText.From(cell),
        };
}
