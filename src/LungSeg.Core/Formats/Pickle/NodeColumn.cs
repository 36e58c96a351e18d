using System.Numerics;
using LungSeg.Core.Formats.Arrays;
using LungSeg.Core.Formats.Columns;

namespace LungSeg.Core.Formats.Pickle;

/// <summary>A column whose cells are nodes of the pickle.</summary>
internal interface INodeColumn
{
    /// <summary>The node of a cell; null where it is missing.</summary>
    PickleNode? NodeAt(long row);

    /// <summary>The node of a cell of any column, whatever its name is now; null where the cell is no node.</summary>
    static PickleNode? Find(TableColumn? column, long row) =>
        column is AliasColumn alias ? Find(alias.Below, row) : (column as INodeColumn)?.NodeAt(row);
}

/// <summary>A column whose cells are Python objects: the items of a list from <paramref name="start"/> on.</summary>
internal sealed class NodeColumn(string name, PickleTableSource table, IReadOnlyList<PickleNode> items, int start = 0)
    : TableColumn(name, "object"),
        INodeColumn
{
    private const int LongestId = 256;

    public override Cell this[long row] => GetCell(items[start + (int)row], table);

    public PickleNode? NodeAt(long row) => items[start + (int)row];

    public override string Describe(long row) => PickleWords.Describe(NodeAt(row), table);

    /// <summary>Converts a node to a cell.</summary>
    public static Cell GetCell(PickleNode? node, PickleTableSource table) =>
        node switch
        {
            ArrayNode { Info: { } info } => new Cell(CellKind.Array, info),
            ArrayNode { Objects: not null } objects when NestedNumbers.Find(objects, table) is { } array => new Cell(CellKind.Array, array),
            SequenceNode sequence when NestedNumbers.Find(sequence, table) is { } array => new Cell(CellKind.Array, array),
            TextNode text => new Cell(CellKind.Text, text.Text),
            PayloadNode { IsText: true } text => new Cell(CellKind.Text, table.LongText(text)),
            PayloadNode bytes => new Cell(CellKind.Other, table.LongText(bytes)),
            ScalarNode { Value: null } => Cell.Missing,
            ScalarNode { Value: bool value } => new Cell(CellKind.Bool, value),
            ScalarNode { Value: double.NaN } => Cell.Missing,

            // Larger integers are neither labels, ids nor pixels, and formatting their digits for every row that shares them is slow.
            ScalarNode { Value: BigInteger number } => new Cell(CellKind.Number, number.GetBitLength() <= LongestId ? number : null),
            ScalarNode scalar => new Cell(CellKind.Number, scalar.Value),
            GlobalNode { Symbol: PickleSymbol.Missing } or CallNode { Symbol: PickleSymbol.Missing } => Cell.Missing,
            NumpyScalarNode scalar => (Cell)(scalar.Cell ??= ReadScalar(scalar, table)),
            null => Cell.Missing,
            _ => GetRest(node, table),
        };

    private static Cell GetRest(PickleNode node, PickleTableSource table)
    {
        var cell = PickleScalar.GetCell(node, table);
        return cell.Kind == CellKind.Other && cell.Value is null or string && IsOpaque(node) ? cell with { Kind = CellKind.Opaque } : cell;
    }

    /// <summary>Whether a value is made by a name that is not understood.</summary>
    private static bool IsOpaque(PickleNode node) =>
        node switch
        {
            GlobalNode { Symbol: var symbol } => symbol is PickleSymbol.Foreign or PickleSymbol.Unsafe or PickleSymbol.GetAttribute,
            CallNode { Symbol: var symbol } => symbol is PickleSymbol.Foreign or PickleSymbol.Unsafe,
            _ => false,
        };

    private static Cell ReadScalar(NumpyScalarNode scalar, PickleTableSource table)
    {
        const int LongestScalar = 4096;
        var dtype = scalar.DType;
        if (dtype.ItemSize > LongestScalar || !(dtype.IsNumeric || dtype.IsTime || dtype.Kind is 'U' or 'S'))
        {
            return dtype.Kind == 'M' ? new Cell(CellKind.DateTime, null) : Cell.Other;
        }
        var bytes = new byte[dtype.ItemSize];
        PayloadDecoder.Decode(table.Source, scalar.Payload, bytes);
        if (dtype.Kind is 'U' or 'S')
        {
            return new Cell(CellKind.Text, TextArrayColumn.Decode(bytes, dtype));
        }
        if (dtype.ByteOrder == ByteOrder.Big)
        {
            Array.Reverse(bytes);
        }
        return NumericColumn.FromBytes(bytes, dtype);
    }
}

/// <summary>One key of a list of dicts; the cell is missing in rows without the key.</summary>
internal sealed class RecordColumn(string name, PickleTableSource table, DictNode[] rows) : TableColumn(name, "object"), INodeColumn
{
    public override Cell this[long row] => NodeColumn.GetCell(NodeAt(row), table);

    public override string Describe(long row) => PickleWords.Describe(NodeAt(row), table);

    public PickleNode? NodeAt(long row) => rows[row][Name];
}

/// <summary>A pandas string column whose texts are Python objects.</summary>
internal sealed class TextObjectColumn(string name, string storage, NodeColumn cells) : TableColumn(name, storage)
{
    public override CellKind? CommonKind => CellKind.Text;

    public override Cell this[long row] => cells[row];
}
