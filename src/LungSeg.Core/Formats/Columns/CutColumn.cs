using LungSeg.Core.Formats.Arrays;

namespace LungSeg.Core.Formats.Columns;

/// <summary>A column of a file that ends within it: the first cells are complete, the others are missing.</summary>
/// <param name="below">The column.</param>
/// <param name="whole">Number of complete cells.</param>
internal sealed class CutColumn(TableColumn below, long whole) : TableColumn(below.Name, below.Storage)
{
    /// <summary>Number of complete cells.</summary>
    public long Whole => whole;

    public override ByteOrder ByteOrder => below.ByteOrder;

    public override CategoryList? Categories => below.Categories;

    public override Cell this[long row] => row < whole ? below[row] : Cell.Missing;

    public override string Describe(long row) => row < whole ? below.Describe(row) : "nothing";
}
