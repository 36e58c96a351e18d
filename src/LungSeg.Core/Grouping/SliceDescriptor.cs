namespace LungSeg.Core.Grouping;

/// <summary>What is kept of a slice for comparing it with others: about 6 KB.</summary>
internal sealed class SliceDescriptor
{
    /// <summary>Cells along each axis of <see cref="Cells"/>.</summary>
    public const int Side = 64;

    /// <summary>Number of cells.</summary>
    public const int Length = Side * Side;

    /// <summary>Hash of shape and values: equal where the slices are equal bit for bit.</summary>
    public required UInt128 Hash { get; init; }

    /// <summary>Size of the slice.</summary>
    public required (int Rows, int Columns) Shape { get; init; }

    /// <summary>Edges and soft tissue of the slice at the scale of 1 to 3 cells [row, col], quantised; all 0 for a slice without a body.</summary>
    public required sbyte[] Cells { get; init; }

    /// <summary>Root of the sum of squares of <see cref="Cells"/>.</summary>
    public required double Norm { get; init; }

    /// <summary>Value outside the scanner's circle, where it is one that air cannot have.</summary>
    public required int? PaddingHu { get; init; }

    /// <summary>Whether the slice shows enough to be compared.</summary>
    public bool HasBody => Norm > 0;
}
