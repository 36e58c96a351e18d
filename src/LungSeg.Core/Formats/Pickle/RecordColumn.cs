namespace LungSeg.Core.Formats.Pickle;

/// <summary>One key of a list of dicts; rows without the key are missing there.</summary>
internal sealed class RecordColumn(string name, PickleTableSource table, DictNode[] rows) : TableColumn(name, "object"), INodeColumn
{
    public override Cell this[long row] => NodeColumn.GetCell(NodeAt(row), table);

    public PickleNode? NodeAt(long row) => rows[row][Name];
}
