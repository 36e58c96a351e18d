using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Arrays;

namespace LungSeg.Core.Formats.Columns;

/// <summary>Creates the column of one array: a stack of slices, a single slice, or a column of numbers or texts.</summary>
internal static class ArrayColumns
{
    /// <summary>Number of rows of <paramref name="array"/>: its length for 1-D arrays and stacks, 1 for a 2-D array.</summary>
    /// <exception cref="DatasetFormatException">The array is 0-d, or has more than three axes longer than 1.</exception>
    public static long GetRows(ArrayInfo array, SourceName source)
    {
        var rank = array.Shape.Count;
        if (rank is 1)
        {
            return array.Shape[0];
        }
        if (rank is 2)
        {
            return 1;
        }
        var isStack = rank >= 3 && (array.Shape.Skip(3).All(length => length == 1) || array.Shape is [_, 1, _, _]);
        if (!isStack)
        {
            throw FormatError.Unsupported(
                source,
                array.Payload.Offset,
                $"an array of shape ({string.Join(", ", array.Shape)}) is neither a slice [row, col] nor a stack [n, row, col], "
                    + "[n, row, col, 1] or [n, 1, row, col]"
            );
        }

        // Rows without pixels need no bytes in the file, so the file's size does not limit their number.
        if (array.Count == 0 && array.Shape[0] > 0)
        {
            throw FormatError.Corrupt(source, array.Payload.Offset, $"a stack of {array.Shape[0]} slices without pixels");
        }
        return array.Shape[0];
    }

    /// <summary>Creates the column of <paramref name="array"/>.</summary>
    /// <param name="name">Name of the column.</param>
    /// <param name="array">The array.</param>
    /// <param name="source">The source of its values.</param>
    /// <param name="missing">One byte a row, not 0 where a number is missing; null where none is.</param>
    public static TableColumn Create(string name, ArrayInfo array, IByteSource source, ArrayInfo? missing = null) =>
        array.Shape.Count switch
        {
            2 => new SingleArrayColumn(name, array),
            >= 3 => new StackColumn(name, array),
            _ when array.DType.Kind is 'U' or 'S' => new TextArrayColumn(name, source, array),
            _ when array.DType.IsNumeric || array.DType.IsTime => new NumericColumn(name, source, array, missing),
            _ => new OpaqueColumn(name, array.DType.Name, array.DType.Kind is 'M' ? CellKind.DateTime : CellKind.Other),
        };
}

/// <summary>A column of one row: one array.</summary>
internal sealed class SingleArrayColumn(string name, ArrayInfo array) : TableColumn(name, array.DType.Name)
{
    public override Cell this[long row] => new(CellKind.Array, array);
}

/// <summary>A column whose cells are the slices of one array [n, row, col].</summary>
internal sealed class StackColumn(string name, ArrayInfo stack) : TableColumn(name, stack.DType.Name)
{
    public override Cell this[long row] => new(CellKind.Array, stack.Part(row));
}

/// <summary>A column whose cells are all known from indexing.</summary>
internal sealed class CellListColumn(string name, string storage, CellKind kind, IReadOnlyList<object?> values) : TableColumn(name, storage)
{
    // Null for arrays: each has its own dtype and shape.
    public override CellKind? CommonKind => kind == CellKind.Array ? null : kind;

    public override Cell this[long row] => values[(int)row] is { } value ? new Cell(kind, value) : Cell.Missing;
}
