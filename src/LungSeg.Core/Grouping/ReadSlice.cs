namespace LungSeg.Core.Grouping;

/// <summary>A slice that many queries are compared with: its edges and profile are read once, when first asked for.</summary>
/// <remarks>Not thread-safe; an instance is reused for many slices.</remarks>
internal sealed class ReadSlice(Mirror mirror)
{
    private readonly sbyte[] _scratch = new sbyte[SliceDescriptor.Length];
    private SliceProfile? _profile;
    private double[]? _restNorms;
    private bool _isInScratch;

    /// <summary>The slice. Setting it forgets what was read of another.</summary>
    public SliceDescriptor Slice
    {
        get;
        set => (field, _profile, _restNorms, _isInScratch) = (value, null, null, false);
    } = null!;

    public ReadOnlySpan<sbyte> Edges
    {
        get
        {
            if (_isInScratch)
            {
                return _scratch;
            }
            var edges = Slice.EdgesIn(_scratch);
            _isInScratch = edges.Overlaps(_scratch);
            return edges;
        }
    }

    /// <summary><see cref="EdgeProduct.RestNorms"/> of the edges.</summary>
    public ReadOnlySpan<double> RestNorms => _restNorms ??= EdgeProduct.RestNorms(Edges);

    /// <summary>Profile of the mirrored slice.</summary>
    public SliceProfile Profile => _profile ??= mirror == Mirror.None ? Slice.Profile : Slice.Profile.Mirrored(mirror);
}
