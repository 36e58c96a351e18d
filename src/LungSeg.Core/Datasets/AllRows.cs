using System.Collections;

namespace LungSeg.Core.Datasets;

/// <summary>
/// All rows of a data set, each made when it is asked for: the index of a stack takes no memory a row, and so neither does the list.
/// </summary>
internal sealed class AllRows(Dataset dataset) : IReadOnlyList<DatasetRow>
{
    /// <summary>Number of rows up to which a plain list takes little memory, and less time than making rows again and again.</summary>
    public const int KeptRows = 1 << 17;

    public int Count { get; } = checked((int)dataset.RowCount);

    public DatasetRow this[int index] => dataset[index];

    public IEnumerator<DatasetRow> GetEnumerator() => dataset.Rows.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
