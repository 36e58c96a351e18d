using LungSeg.Core.Formats.Arrays;

namespace LungSeg.Core.Formats;

/// <summary>A column, whose cells are computed when they are read.</summary>
internal abstract class TableColumn(string name, string storage)
{
    public string Name { get; } = name;

    /// <summary>
    /// Type of the column in the table, as pandas or numpy names it: <c>object</c>, <c>str</c>, <c>int64</c>, <c>category</c>.
    /// </summary>
    public string Storage { get; } = storage;

    /// <summary>Byte order of a column of numbers.</summary>
    public virtual ByteOrder ByteOrder => ByteOrder.None;

    /// <summary>Kind of all cells that are not missing; null where each cell has its own kind.</summary>
    public virtual CellKind? CommonKind => null;

    /// <summary>The cell at <paramref name="row"/>, counted from 0.</summary>
    public abstract Cell this[long row] { get; }
}
