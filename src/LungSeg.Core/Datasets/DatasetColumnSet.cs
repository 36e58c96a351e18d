using LungSeg.Core.Formats;
using LungSeg.Core.Model;

namespace LungSeg.Core.Datasets;

/// <summary>The known columns of one input, found by name.</summary>
internal sealed record DatasetColumnSet(
    IReadOnlyList<string> Names,
    TableColumn? Label,
    TableColumn? Mask,
    TableColumn? Hu,
    TableColumn? HuOld
)
{
    public static DatasetColumnSet From(TableIndex index)
    {
        TableColumn? Find(string name) => index.Columns.FirstOrDefault(column => column.Name == name);
        return new DatasetColumnSet(
            [.. index.Columns.Select(column => column.Name)],
            Find(DatasetColumns.Label),
            Find(DatasetColumns.Mask),
            Find(DatasetColumns.Hu),
            Find(DatasetColumns.HuOld)
        );
    }
}
