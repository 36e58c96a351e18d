namespace LungSeg.Core.Grouping;

/// <summary>Two slices that are alike.</summary>
/// <param name="A">Position of the first.</param>
/// <param name="B">Position of the second.</param>
/// <param name="IsExact">Whether they are equal bit for bit.</param>
/// <param name="Score">Correlation of their cells, 0 to 1.</param>
internal readonly record struct SlicePair(int A, int B, bool IsExact, double Score)
{
    /// <summary>The move that may make the second a copy of the first; null where none does.</summary>
    public SliceMove? Copy { get; init; }
}
