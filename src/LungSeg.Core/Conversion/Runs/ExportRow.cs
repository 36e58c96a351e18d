using LungSeg.Core.Datasets;

namespace LungSeg.Core.Conversion.Runs;

/// <summary>A row that is written.</summary>
/// <param name="Row">The row.</param>
/// <param name="Position">Position among the rows that are written, from 0.</param>
/// <param name="FileStem">Name of the row in file names, for example <c>lung_cancer_train_00017</c>: letters, digits, - and _ only.</param>
internal sealed record ExportRow(DatasetRow Row, int Position, string FileStem)
{
    /// <summary>Number of the row over all inputs, from 0, by which shards know it, whichever rows are written.</summary>
    public long Number { get; init; }

    /// <summary>Part of the split that the row belongs to, for example <c>train</c>; null without a split.</summary>
    public string? Part { get; init; }

    /// <summary>Name of the part in file names; null without a split.</summary>
    public string? PartName => Part is { } part ? RowFileNames.Safe(part) : null;

    /// <summary>Fold in which the row validates; null without folds.</summary>
    public int? Fold { get; init; }

    /// <summary>Group (scan or patient); null where it is not known.</summary>
    public string? Group { get; init; }

    /// <summary>Whether this run writes the row. A shard knows the rows of other shards, but does not write them.</summary>
    public bool IsOwn { get; init; } = true;

    /// <summary>Name for messages and manifests.</summary>
    public string Name => Row.Name;
}
