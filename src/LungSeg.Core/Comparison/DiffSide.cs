using LungSeg.Core.Datasets;

namespace LungSeg.Core.Comparison;

/// <summary>One of two versions of a data set.</summary>
/// <param name="Input">The input.</param>
/// <param name="Rows">The rows of it that are compared, in their order.</param>
public sealed record DiffSide(DatasetInput Input, IReadOnlyList<DatasetRow> Rows)
{
    /// <summary>All rows of an input.</summary>
    public static DiffSide Create(Dataset dataset, DatasetInput input)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(input);
        return new DiffSide(input, [.. dataset.Rows.Where(row => row.Input == input)]);
    }
}

/// <summary>Options of a comparison.</summary>
public sealed record DiffOptions
{
    /// <summary>Threads.</summary>
    public int Jobs { get; init; } = 1;

    /// <summary>Called after each row is read, from any thread.</summary>
    public Action? RowDone { get; init; }
}
