using System.Diagnostics.CodeAnalysis;
using LungSeg.Core.Model;

namespace LungSeg.Core.Grouping;

/// <summary>
/// What is kept of a slice for comparing it with others: about 18 KB, of which a <see cref="SliceStore"/> may have the most.
/// </summary>
internal sealed class SliceDescriptor
{
    /// <summary>Cells along each axis of <see cref="Cells"/>.</summary>
    public const int Side = 128;

    /// <summary>Number of cells.</summary>
    public const int Length = Side * Side;

    private readonly sbyte[]? _cells;
    private readonly SliceProfile? _profile;
    private readonly SliceStore? _store;
    private readonly long _offset;

    public SliceDescriptor() { }

    /// <summary>The same with cells and profile in a store.</summary>
    [SetsRequiredMembers]
    public SliceDescriptor(SliceDescriptor slice, SliceStore store, long offset)
    {
        (Hash, Size, Norm, Sketches, CornerHu) = (slice.Hash, slice.Size, slice.Norm, slice.Sketches, slice.CornerHu);
        (_store, _offset) = (store, offset);
    }

    /// <summary>Hash of shape and values: equal where the slices are equal bit for bit.</summary>
    public required UInt128 Hash { get; init; }

    /// <summary>Size of the slice.</summary>
    public required SliceSize Size { get; init; }

    /// <summary>Edges at the scale of a cell or two [row, col], quantised; all 0 for a slice without a body.</summary>
    public sbyte[] Cells
    {
        get => _cells ?? CellsIn(new sbyte[Length]).ToArray();
        init => _cells = value;
    }

    /// <summary>Root of the sum of squares of <see cref="Cells"/>.</summary>
    public required double Norm { get; init; }

    /// <summary>
    /// Coarser edges as bits, for finding candidates: of the slice, and where wanted of its mirror images in the order of
    /// <see cref="Mirror"/>.
    /// </summary>
    public required SliceSketch[] Sketches { get; init; }

    /// <summary><see cref="Sketches"/> of the slice as it is.</summary>
    public ref readonly SliceSketch Sketch => ref Sketches[0];

    /// <summary>Mean tone of each pixel row and of each pixel column, for finding moved copies.</summary>
    public SliceProfile Profile
    {
        get => _profile ?? _store!.ReadProfile(_offset, Size);
        init => _profile = value;
    }

    /// <summary>The value that all four corners have, where it is one that air cannot have; null elsewhere.</summary>
    public required int? CornerHu { get; init; }

    /// <summary>Whether the slice shows enough to be compared.</summary>
    public bool HasBody => Norm > 0;

    /// <summary>Norm of cells.</summary>
    public static double ComputeNorm(ReadOnlySpan<sbyte> cells) => Math.Sqrt(CellProduct.Compute(cells, cells));

    /// <summary><see cref="Cells"/>, read into <paramref name="scratch"/> where they are not in memory.</summary>
    public ReadOnlySpan<sbyte> CellsIn(Span<sbyte> scratch)
    {
        if (_cells is not null)
        {
            return _cells;
        }
        _store!.ReadCells(_offset, scratch[..Length]);
        return scratch[..Length];
    }

    /// <summary>Correlation of the cells of two slices with a body, 0 where it is negative.</summary>
    public double Likeness(SliceDescriptor other) => new QuerySlice(this, Mirror.None).Likeness(other);
}
