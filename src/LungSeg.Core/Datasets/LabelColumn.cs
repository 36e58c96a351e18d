using LungSeg.Core.Formats;
using LungSeg.Core.Model;

namespace LungSeg.Core.Datasets;

/// <summary>Labels of a file over those of the input, where it has any.</summary>
/// <param name="below">The input's own labels; null where it has none.</param>
/// <param name="labels">Labels of the file by row; null for rows it does not name.</param>
internal sealed class LabelColumn(TableColumn? below, string?[] labels) : TableColumn(DatasetColumns.Label, below?.Storage ?? "object")
{
    public override CellKind? CommonKind => below is null ? CellKind.Text : null;

    public override Cell this[long row] => labels[row] is { } label ? new Cell(CellKind.Text, label) : below?[row] ?? Cell.Missing;
}
