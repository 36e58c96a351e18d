using LungSeg.Core.Datasets;
using LungSeg.Core.Formats;
using LungSeg.Core.Formats.Arrays;
using LungSeg.Core.Model;

namespace LungSeg.Core.Validation.Rules;

/// <summary>A cell has another kind than its column requires.</summary>
internal sealed class CellTypeRule : IRowRule
{
    public RuleInfo Info { get; } =
        new()
        {
            Id = "LS004",
            Name = "cell-type",
            Severity = Severity.Error,
            Summary = "a cell holds something else than its column is for",
            Why = "Loaders stop at it or, worse, make a number of it.",
            Remedy = "Store labels as text and each mask and slice as a two-dimensional array of numbers.",
        };

    public IEnumerable<Finding> Check(RowCase row)
    {
        var columns = row.Row.Input.Columns;
        if (columns.Label?[row.Row.Index].Kind is not (null or CellKind.Text or CellKind.Category or CellKind.Missing))
        {
            yield return row.Report(
                Info,
                DatasetColumns.Label,
                $"the label is no text but {columns.Label[row.Row.Index].Kind.ToString().ToLowerInvariant()}"
            );
        }
        foreach (var (name, column, array) in Arrays(row.Row))
        {
            if (column is not null && Fault(column[row.Row.Index].Kind, array) is { } fault)
            {
                yield return row.Report(Info, name, fault);
            }
        }
    }

    private static IEnumerable<(string Name, TableColumn? Column, ArrayInfo? Array)> Arrays(DatasetRow row) =>
        [
            (DatasetColumns.Mask, row.Input.Columns.Mask, row.Mask),
            (DatasetColumns.Hu, row.Input.Columns.Hu, row.Hu),
            (DatasetColumns.HuOld, row.Input.Columns.HuOld, row.HuOld),
        ];

    private static string? Fault(CellKind kind, ArrayInfo? array)
    {
        if (array is null)
        {
            return kind == CellKind.Missing ? "the array is missing" : $"an array is expected, found {kind.ToString().ToLowerInvariant()}";
        }
        if (!array.DType.IsNumeric)
        {
            return $"numbers are expected, found dtype {array.DType.Name}";
        }
        return SliceShape.IsSlice(array)
            ? null
            : $"an array [row, col] of at least 2 x 2 is expected, found shape ({string.Join(", ", array.Shape)})";
    }
}
