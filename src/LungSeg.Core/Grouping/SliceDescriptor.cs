using System.Diagnostics.CodeAnalysis;
using LungSeg.Core.Model;

namespace LungSeg.Core.Grouping;

/// <summary>What is kept of a slice to compare it with others: about 18 KB, most of which may lie in a <see cref="SliceStore"/>.</summary>
internal sealed record SliceDescriptor
{
    /// <summary>Blocks along each axis: a slice is divided into Side x Side blocks.</summary>
    public const int Side = 128;

    /// <summary>Number of blocks.</summary>
    public const int Length = Side * Side;

    private readonly sbyte[]? _edges;
    private readonly SliceProfile? _profile;
    private readonly SliceStore? _store;
    private readonly long _offset;

    public SliceDescriptor() { }

    /// <summary>A copy of <paramref name="slice"/> whose edges and profile lie in a store.</summary>
    [SetsRequiredMembers]
    public SliceDescriptor(SliceDescriptor slice, SliceStore store, long offset)
    {
        (Hash, HasKey, Size, Norm, Sketches, CornerHu) = (slice.Hash, slice.HasKey, slice.Size, slice.Norm, slice.Sketches, slice.CornerHu);
        (_store, _offset) = (store, offset);
    }

    /// <summary>Hash of shape and values: equal where the slices are equal value for value. See <see cref="HasKey"/>.</summary>
    public required UInt128 Hash { get; init; }

    /// <summary>Whether <see cref="Hash"/> is the content key of the row, and not a hash of integers that float64 cannot hold.</summary>
    public bool HasKey { get; init; } = true;

    /// <summary>Whether this stands for a slice that is missing or could not be read.</summary>
    public bool IsMissing => Hash == 0 && !HasKey;

    /// <summary>Size of the slice.</summary>
    public required SliceSize Size { get; init; }

    /// <summary>
    /// For each block, how far its mean tone differs from the blocks around it, quantised, in the order of <see cref="EdgeTiles"/>; all 0
    /// for a slice without a body.
    /// </summary>
    public sbyte[] Edges
    {
        get => _edges ?? EdgesIn(new sbyte[Length]).ToArray();
        init => _edges = value;
    }

    /// <summary>Euclidean norm of <see cref="Edges"/>.</summary>
    public required double Norm { get; init; }

    /// <summary>
    /// Edges at half the resolution as bits, for finding candidates. The first is of the slice itself; those of its mirror images, where
    /// asked for, follow in the order of <see cref="Mirror"/>.
    /// </summary>
    public required SliceSketch[] Sketches { get; init; }

    /// <summary>Sketch of the slice without mirroring.</summary>
    public ref readonly SliceSketch Sketch => ref Sketches[0];

    /// <summary>Mean tone of each pixel row and of each pixel column, for finding moved copies.</summary>
    public SliceProfile Profile
    {
        get => _profile ?? _store!.ReadProfile(_offset, Size);
        init => _profile = value;
    }

    /// <summary>The value of all four corners, where it is too low for air; else null.</summary>
    public required int? CornerHu { get; init; }

    /// <summary>Whether the slice shows enough to be compared.</summary>
    public bool HasBody => Norm > 0;

    /// <summary>Euclidean norm of edges.</summary>
    public static double ComputeNorm(ReadOnlySpan<sbyte> edges) => Math.Sqrt(EdgeProduct.Compute(edges, edges));

    /// <summary><see cref="Edges"/>, read into <paramref name="scratch"/> where they are not in memory.</summary>
    public ReadOnlySpan<sbyte> EdgesIn(Span<sbyte> scratch)
    {
        if (_edges is not null)
        {
            return _edges;
        }
        _store!.ReadEdges(_offset, scratch[..Length]);
        return scratch[..Length];
    }

    /// <summary>Correlation of the edges of two slices with a body, 0 where it is negative.</summary>
    public double Likeness(SliceDescriptor other) => Math.Clamp(EdgeProduct.Compute(Edges, other.Edges) / (Norm * other.Norm), 0, 1);
}
