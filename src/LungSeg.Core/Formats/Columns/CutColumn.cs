using LungSeg.Core.Formats.Arrays;

namespace LungSeg.Core.Formats.Columns;

/// <summary>A column of a file that ends within it: the first cells are complete, the others are missing.</summary>
/// <param name="below">The column.</param>
/// <param name="whole">Number of complete cells.</param>
internal sealed class CutColumn(TableColumn below, long whole) : TableColumn(below.Name, below.Storage)
{
    /// <summary>The column, of which the file holds only the first cells.</summary>
    public TableColumn Below => below;

    /// <summary>Number of complete cells.</summary>
    public long Whole => whole;

    public override ByteOrder ByteOrder => below.ByteOrder;

    public override CategoryList? Categories => below.Categories;

    public override Cell this[long row] => row < whole ? below[row] : Cell.Missing;

    public override string Describe(long row) => row < whole ? below.Describe(row) : "nothing";

    /// <summary>The table with its complete rows, or with all rows of which a cell is complete.</summary>
    /// <param name="index">The table.</param>
    /// <param name="whole">Complete cells of each column, which are its first ones.</param>
    /// <param name="leniency">Which of the two.</param>
    public static TableIndex Apply(TableIndex index, IReadOnlyList<long> whole, Leniency leniency)
    {
        var rows =
            whole.Count == 0 ? 0
            : leniency == Leniency.SalvageColumns ? whole.Max()
            : whole.Min();
        return index with
        {
            Rows = rows,
            Columns = [.. index.Columns.Select((column, i) => whole[i] < rows ? new CutColumn(column, whole[i]) : column)],
        };
    }
}
