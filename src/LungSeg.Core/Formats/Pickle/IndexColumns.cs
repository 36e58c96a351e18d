namespace LungSeg.Core.Formats.Pickle;

/// <summary>A named RangeIndex as a column.</summary>
internal sealed class RangeColumn(string name, long start, long step) : TableColumn(name, "int64")
{
    public override CellKind? CommonKind => CellKind.Number;

    public override Cell this[long row] => new(CellKind.Number, unchecked(start + (row * step)));
}

/// <summary>A level of a MultiIndex as a column: codes into the labels of the level; code -1 is missing.</summary>
internal sealed class LevelColumn(string name, TableColumn codes, TableColumn? labels, long count)
    : TableColumn(name, labels?.Storage ?? "object")
{
    public override CellKind? CommonKind => labels is null ? CellKind.Other : labels.CommonKind;

    public override CategoryList? Categories => labels?.Categories;

    public override Cell this[long row] =>
        codes[row].Value is not long code || code < 0 ? Cell.Missing
        : labels is null || code >= count ? Cell.Other
        : labels[code];
}
