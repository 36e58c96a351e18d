using LungSeg.Core.Analysis;
using LungSeg.Core.Datasets;

namespace LungSeg.Core.Comparison;

/// <summary>A row that is not the same in two versions of a data set.</summary>
/// <param name="A">The row of the first version; null where it was added.</param>
/// <param name="B">The row of the second version; null where it was removed.</param>
/// <param name="Kinds">What became of it, in the order of <see cref="ChangeKind"/>.</param>
public sealed record RowChange(DatasetRow? A, DatasetRow? B, IReadOnlyList<ChangeKind> Kinds)
{
    /// <summary>Pixels of the lesion in both, in A alone and in B alone; null unless the mask changed.</summary>
    public MaskOverlap? Mask { get; init; }

    /// <summary>Which method made hu_array; null unless it changed.</summary>
    public MethodChange? Method { get; init; }

    /// <summary>Likeness of the slices, 0 to 1, to 6 digits; null unless hu_array_old changed.</summary>
    public double? Likeness { get; init; }

    /// <summary>
    /// The largest difference of hu_array_old in one pixel, HU; null unless it changed, NaN where a pixel has a number on one side alone.
    /// </summary>
    public double? LargestDifference { get; init; }

    /// <summary>The row of the same version that has the slice of this added or removed row too; null for none.</summary>
    public DatasetRow? DuplicateOf { get; init; }

    /// <summary>Whether the row is of a kind.</summary>
    public bool Is(ChangeKind kind) => Kinds.Contains(kind);
}

/// <summary>The methods that made a hu_array before and after.</summary>
/// <param name="A">
/// Name of the method whose result is the first version's hu_array; <c>raw</c> where it is hu_array_old as it is and no method leaves it
/// so; null where no method made it.
/// </param>
/// <param name="B">The same of the second version.</param>
public sealed record MethodChange(string? A, string? B);
