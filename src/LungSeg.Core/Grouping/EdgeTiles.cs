namespace LungSeg.Core.Grouping;

/// <summary>
/// Order of edges in memory: square tiles of 8 x 8 blocks, [tile row, tile column, row, column]. So what belongs to one place of the body
/// lies together and can be multiplied first or last.
/// </summary>
internal static class EdgeTiles
{
    /// <summary>Blocks of a tile.</summary>
    public const int TileLength = TileSide * TileSide;

    /// <summary>Tiles of a slice.</summary>
    public const int Count = SliceDescriptor.Length / TileLength;

    private const int TileSide = 8;
    private const int TilesAcross = SliceDescriptor.Side / TileSide;

    // Sides are powers of two: all bits of a row's position change where it is mirrored, and those of a column's.
    private const int ColumnBits = ((TilesAcross - 1) * TileLength) | (TileSide - 1);
    private const int RowBits = ColumnBits ^ (SliceDescriptor.Length - 1);

    /// <summary>Edges in the order of tiles, of edges [row, col].</summary>
    public static sbyte[] FromGrid(ReadOnlySpan<sbyte> grid)
    {
        var edges = new sbyte[grid.Length];
        for (var i = 0; i < edges.Length; i += TileSide)
        {
            var (tile, row) = (i / TileLength, i % TileLength / TileSide);
            var from = (((tile / TilesAcross * TileSide) + row) * SliceDescriptor.Side) + (tile % TilesAcross * TileSide);
            grid.Slice(from, TileSide).CopyTo(edges.AsSpan(i));
        }
        return edges;
    }

    /// <summary>Edges of the mirrored slice.</summary>
    public static sbyte[] Mirrored(ReadOnlySpan<sbyte> edges, Mirror mirror)
    {
        var bits = Bits(mirror);
        var mirrored = new sbyte[edges.Length];
        for (var i = 0; i < mirrored.Length; i++)
        {
            mirrored[i] = edges[i ^ bits];
        }
        return mirrored;
    }

    private static int Bits(Mirror mirror) =>
        mirror switch
        {
            Mirror.LeftRight => ColumnBits,
            Mirror.UpsideDown => RowBits,
            Mirror.HalfTurn => ColumnBits | RowBits,
            _ => 0,
        };
}
