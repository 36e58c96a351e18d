namespace LungSeg.Core.Grouping;

/// <summary>
/// A slice that others are compared with: its cells are read and mirrored once, instead of those of each other slice.
/// </summary>
internal sealed class QuerySlice(SliceDescriptor slice, Mirror mirror)
{
    private sbyte[]? _cells;
    private SliceProfile? _profile;

    public SliceSketch Sketch => slice.Sketch;

    // Most slices have no candidate to be compared with.
    private sbyte[] Cells =>
        _cells ??= mirror == Mirror.None ? slice.Cells : MirroredCells.Create<sbyte>(slice.Cells, SliceDescriptor.Side, mirror);

    public bool HasBody => slice.HasBody;

    public bool HasSizeOf(SliceDescriptor other) => slice.Size == other.Size;

    /// <summary>Whether the other is equal bit for bit; a mirrored one does not count.</summary>
    public bool IsEqual(SliceDescriptor other) => mirror == Mirror.None && slice.Hash == other.Hash;

    /// <summary>Correlation with the cells of the mirrored other, 0 where it is negative.</summary>
    public double Likeness(SliceDescriptor other)
    {
        Span<sbyte> scratch = stackalloc sbyte[SliceDescriptor.Length];
        return Math.Clamp(CellProduct.Compute(Cells, other.CellsIn(scratch)) / (slice.Norm * other.Norm), 0, 1);
    }

    /// <summary>The move that takes the mirrored other onto the slice best, if their profiles are then near enough.</summary>
    public SliceMove? MoveFrom(SliceDescriptor other, double maxResidual) =>
        (_profile ??= slice.Profile).MoveFrom(mirror == Mirror.None ? other.Profile : other.Profile.Mirrored(mirror), maxResidual);
}
