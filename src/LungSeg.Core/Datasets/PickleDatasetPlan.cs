namespace LungSeg.Core.Datasets;

/// <summary>What a pickle of the data set will hold; all its offsets follow from this.</summary>
/// <param name="Labels">Label of each row.</param>
/// <param name="Height">Rows of pixels of each slice.</param>
/// <param name="Width">Columns of pixels of each slice.</param>
internal sealed record PickleDatasetPlan(IReadOnlyList<string> Labels, int Height, int Width)
{
    /// <summary>Pickle protocol, 4 or 5.</summary>
    public int Protocol { get; init; } = 4;

    /// <summary>
    /// Rows whose hu_array is the very object of hu_array_old, as the authors' code leaves it where its thresholding fails.
    /// </summary>
    public IReadOnlySet<int> UnmaskedRows { get; init; } = new HashSet<int>();
}
