namespace LungSeg.Core.Grouping;

/// <summary>
/// A slice to compare with many others. Its own edges are read and mirrored once, which replaces mirroring each other slice.
/// </summary>
/// <param name="slice">The slice.</param>
/// <param name="mirror">How the others are mirrored.</param>
/// <param name="order">Order of the edges, the same for all slices that are compared at once.</param>
internal sealed class QuerySlice(SliceDescriptor slice, Mirror mirror, Lazy<TileOrder> order)
{
    private sbyte[]? _arranged;
    private double[]? _restNorms;
    private SliceProfile? _profile;

    public ref readonly SliceSketch Sketch => ref slice.Sketch;

    public bool HasBody => slice.HasBody;

    /// <summary>Whether the other slice may be a changed copy: a slice with a body and of the same size, and not equal.</summary>
    public bool MayBeCopyOf(SliceDescriptor other) => other.HasBody && slice.Size == other.Size && !IsEqual(other);

    /// <summary>Whether the other slice is equal bit for bit; always false for a mirrored slice.</summary>
    public bool IsEqual(SliceDescriptor other) => mirror == Mirror.None && slice.Hash == other.Hash;

    /// <summary>
    /// Correlation with the edges of the mirrored other slice, 0 where it is negative. Where it is less than <paramref name="least"/>, 0
    /// may stand for it.
    /// </summary>
    public double Likeness(ReadSlice other, double least)
    {
        var scale = slice.Norm * other.Slice.Norm;
        if (_restNorms is null)
        {
            // When first asked for: most slices have no candidate.
            _arranged = order.Value.Arrange(EdgeTiles.Mirrored(slice.Edges, mirror));
            _restNorms = EdgeProduct.RestNorms(_arranged);
        }
        var (edges, restNorms) = other.Arranged;
        var isWhole = EdgeProduct.TryCompute(_arranged, edges, _restNorms, restNorms, least * scale, out var product);
        return isWhole ? Math.Clamp(product / scale, 0, 1) : 0;
    }

    /// <summary>
    /// The move that best aligns the mirrored other slice with this slice; null where even that leaves a mean difference of profiles above
    /// <paramref name="maxResidual"/>.
    /// </summary>
    public SliceMove? MoveFrom(ReadSlice other, double maxResidual) => (_profile ??= slice.Profile).MoveFrom(other.Profile, maxResidual);
}
