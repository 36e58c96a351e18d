namespace LungSeg.Core.Grouping;

/// <summary>
/// A slice to compare with many others. Its own edges are read and mirrored once, which replaces mirroring each other slice.
/// </summary>
internal sealed class QuerySlice(SliceDescriptor slice, Mirror mirror)
{
    private sbyte[]? _edges;
    private SliceProfile? _profile;

    public ref readonly SliceSketch Sketch => ref slice.Sketch;

    // Computed when first asked for: most slices have no candidate.
    private sbyte[] Edges =>
        _edges ??= mirror == Mirror.None ? slice.Edges : MirroredGrid.Create<sbyte>(slice.Edges, SliceDescriptor.Side, mirror);

    public bool HasBody => slice.HasBody;

    public bool HasSizeOf(SliceDescriptor other) => slice.Size == other.Size;

    /// <summary>Whether the other slice is equal bit for bit; always false for a mirrored slice.</summary>
    public bool IsEqual(SliceDescriptor other) => mirror == Mirror.None && slice.Hash == other.Hash;

    /// <summary>Correlation with the edges of the mirrored other slice, 0 where it is negative.</summary>
    public double Likeness(ReadSlice other) => Math.Clamp(EdgeProduct.Compute(Edges, other.Edges) / (slice.Norm * other.Slice.Norm), 0, 1);

    /// <summary>
    /// The move that best aligns the mirrored other slice with this slice; null where even that leaves a mean difference of profiles above
    /// <paramref name="maxResidual"/>.
    /// </summary>
    public SliceMove? MoveFrom(ReadSlice other, double maxResidual) => (_profile ??= slice.Profile).MoveFrom(other.Profile, maxResidual);
}
