namespace LungSeg.Core.Formats.Pickle;

/// <summary>One level of a pandas MultiIndex: a position in a list of values for each row; -1 is missing.</summary>
internal sealed class IndexLevelColumn(string name, TableColumn codes, IndexValues values) : TableColumn(name, values.Values.Storage)
{
    public override CellKind? CommonKind => values.Values.CommonKind;

    public override Cell this[long row] =>
        codes[row].Value is long code and >= 0 && code < values.Count ? values.Values[code] : Cell.Missing;
}

/// <summary>A pandas RangeIndex.</summary>
internal sealed class RangeColumn(string name, long start, long step) : TableColumn(name, "int64")
{
    public override CellKind? CommonKind => CellKind.Number;

    public override Cell this[long row] => new(CellKind.Number, start + (row * step));
}

/// <summary>Values of an index, and how many there are.</summary>
internal sealed record IndexValues(TableColumn Values, long Count);
