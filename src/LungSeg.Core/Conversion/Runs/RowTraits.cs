using LungSeg.Core.Conversion.Metadata;
using LungSeg.Core.Datasets;
using LungSeg.Core.Model;
using LungSeg.Core.Sharding;

namespace LungSeg.Core.Conversion.Runs;

/// <summary>
/// What the bytes that a row becomes can depend on besides the row: classes, parts, dtypes and shapes that occur, and types of columns.
/// </summary>
internal static class RowTraits
{
    /// <summary>
    /// The traits of rows as texts. More rows add traits and widen types, never the other way round: where some rows have the traits of
    /// all, so has every set of rows between.
    /// </summary>
    public static IEnumerable<string> List(Dataset dataset, IReadOnlyList<ExportRow> rows) =>
        [
            .. LabelMap.FromRows(rows).Names,
            .. rows.Select(row => $"{row.Part}\t{row.Row.MaskFault is null}\t{row.Row.HuIsHuOld}\t{ShardPlan.ListArrays(row.Row)}")
                .Distinct()
                .Order(StringComparer.Ordinal),
            .. dataset
                .Inputs.SelectMany(input => input.ColumnNames)
                .Distinct()
                .Except([DatasetColumns.Mask, DatasetColumns.Hu, DatasetColumns.HuOld])
                .Select(name => Describe(InputColumn.Read(name, rows))),
        ];

    private static string Describe(InputColumn column) =>
        column is { Unread: null, Column: var typed }
            ? FormattableString.Invariant(
                $"{column.HasCells} {typed.Type} {typed.ElementType.Name} {typed.IsNullable} {typed.Zone} {typed.SecondDigits}"
            ) + $" {typed.Categories is null} {typed.GetObject is null}"
            : "unread";
}
