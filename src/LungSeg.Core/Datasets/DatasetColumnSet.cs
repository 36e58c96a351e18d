using LungSeg.Core.Bytes;
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
    private readonly string[] _numbered = [.. Names.Where(name => name.Contains('#', StringComparison.Ordinal))];

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

    /// <summary>One of the four columns of the data set by its name.</summary>
    public TableColumn? Find(string name) =>
        name switch
        {
            DatasetColumns.Label => Label,
            DatasetColumns.Mask => Mask,
            DatasetColumns.Hu => Hu,
            _ => HuOld,
        };

    /// <summary>Throws where the table has a column several times, so that none of them is the one that is meant.</summary>
    /// <exception cref="DatasetFormatException">It has <c>mask#1</c> and <c>mask#2</c> in place of <c>mask</c>.</exception>
    public void RefuseTwins(SourceName source, string column)
    {
        if (_numbered.Length == 0)
        {
            return;
        }
        var twins = _numbered.Where(name => name.StartsWith(column + "#", StringComparison.Ordinal)).ToArray();
        if (twins.Length > 1)
        {
            throw FormatError.Unsupported(
                source,
                $"it has the column {column} {twins.Length} times: {string.Join(", ", twins)}",
                new RequestHint(RequestParameter.Columns, $"{column}={twins[^1]}")
            );
        }
    }
}
