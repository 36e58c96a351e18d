namespace LungSeg.Core.Grouping;

/// <summary>A slice that many queries are compared with: its edges and profile are read once, when first asked for.</summary>
/// <param name="mirror">How it is mirrored.</param>
/// <param name="order">Order of the edges of the queries.</param>
/// <remarks>Not thread-safe; an instance is reused for many slices.</remarks>
internal sealed class ReadSlice(Mirror mirror, Lazy<TileOrder> order)
{
    private readonly sbyte[] _scratch = new sbyte[SliceDescriptor.Length];
    private readonly sbyte[] _edges = new sbyte[SliceDescriptor.Length];
    private SliceProfile? _profile;
    private double[]? _restNorms;

    /// <summary>The slice. Setting it forgets what was read of another.</summary>
    public SliceDescriptor Slice
    {
        get;
        set => (field, _profile, _restNorms) = (value, null, null);
    } = null!;

    /// <summary>Edges in the order of the queries, and their <see cref="EdgeProduct.RestNorms"/>; the next slice overwrites them.</summary>
    public (sbyte[] Edges, double[] RestNorms) Arranged
    {
        get
        {
            if (_restNorms is null)
            {
                order.Value.Arrange(Slice.EdgesIn(_scratch), _edges);
                _restNorms = EdgeProduct.RestNorms(_edges);
            }
            return (_edges, _restNorms);
        }
    }

    /// <summary>Profile of the mirrored slice.</summary>
    public SliceProfile Profile => _profile ??= mirror == Mirror.None ? Slice.Profile : Slice.Profile.Mirrored(mirror);
}
