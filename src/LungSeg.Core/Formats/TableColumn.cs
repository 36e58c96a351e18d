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

    /// <summary>The categories of a column whose values are some of a fixed list; null for other columns.</summary>
    public virtual CategoryList? Categories => null;

    /// <summary>The cell at <paramref name="row"/>, counted from 0.</summary>
    public abstract Cell this[long row] { get; }

    /// <summary>What stands at <paramref name="row"/>, for messages: <c>a bytes object</c>, <c>a list of 3</c>.</summary>
    public virtual string Describe(long row) =>
        this[row] switch
        {
            { Array: { } array } => $"an array of {array.DType.Name}, shape ({string.Join(", ", array.Shape)})",
            { Kind: CellKind.Text } => "text",
            { Kind: CellKind.Number or CellKind.Bool } => "a number",
            { Kind: var kind } => kind.ToString().ToLowerInvariant(),
        };
}

/// <summary>The values that a column of categories can have.</summary>
/// <param name="Values">The values, in their order.</param>
/// <param name="IsOrdered">Whether the order has a meaning.</param>
internal sealed record CategoryList(IReadOnlyList<object> Values, bool IsOrdered);
