namespace LungSeg.Core.Grouping;

/// <summary>
/// The order in which tiles of edges are multiplied: those that weigh most in some slices first. A body fills a part of the image, so most
/// products can end after a quarter of the tiles.
/// </summary>
internal sealed class TileOrder
{
    private readonly int[] _tiles;

    /// <summary>The order that suits mirrored slices.</summary>
    public TileOrder(IEnumerable<SliceDescriptor> slices, Mirror mirror)
    {
        var weights = new double[EdgeTiles.Count];
        foreach (var slice in slices.Where(slice => slice.HasBody))
        {
            var edges = EdgeTiles.Mirrored(slice.Edges, mirror);
            for (var tile = 0; tile < weights.Length; tile++)
            {
                var piece = edges.AsSpan(tile * EdgeTiles.TileLength, EdgeTiles.TileLength);
                weights[tile] -= EdgeProduct.Compute(piece, piece) / (slice.Norm * slice.Norm);
            }
        }
        _tiles = [.. Enumerable.Range(0, weights.Length)];
        Array.Sort(weights, _tiles);
    }

    /// <summary>A copy of edges in this order.</summary>
    public sbyte[] Arrange(ReadOnlySpan<sbyte> edges)
    {
        var arranged = new sbyte[edges.Length];
        Arrange(edges, arranged);
        return arranged;
    }

    /// <summary>Copies edges in this order.</summary>
    public void Arrange(ReadOnlySpan<sbyte> edges, Span<sbyte> arranged)
    {
        const int Length = EdgeTiles.TileLength;
        for (var i = 0; i < _tiles.Length; i++)
        {
            edges.Slice(_tiles[i] * Length, Length).CopyTo(arranged.Slice(i * Length, Length));
        }
    }
}
