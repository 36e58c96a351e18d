using LungSeg.Core.Formats.Arrays;

namespace LungSeg.Core.Formats.Editing;

/// <summary>New values in an edited file.</summary>
internal abstract record EditContent
{
    /// <summary>Number of bytes of the values, before a text encoding.</summary>
    public abstract long ByteLength { get; }

    /// <summary>The parts in which the values are computed, in order, each small enough for memory.</summary>
    public abstract IEnumerable<ContentPart> Parts { get; }
}

/// <summary>A range of <paramref name="Content"/>.</summary>
/// <param name="Content">One array, whose only part is the whole; or a stack whose slices are interleaved.</param>
/// <param name="First">First byte of the range.</param>
/// <param name="Length">Number of bytes.</param>
internal readonly record struct ContentPart(EditContent Content, long First, int Length);

/// <summary>Values of one row in the layout of <paramref name="Layout"/>.</summary>
/// <param name="Row">Row whose new values are written, or with <paramref name="IsOriginal"/> whose stored values are kept.</param>
/// <param name="Layout">dtype, shape and order to write; a slice of a stack in Fortran order is written column by column.</param>
/// <param name="IsOriginal">
/// Whether the stored values are written. They get their own copy, since the array that they share with another row changes.
/// </param>
internal sealed record ArrayContent(long Row, ArrayInfo Layout, bool IsOriginal) : EditContent
{
    public override long ByteLength => Layout.ByteLength;

    public override IEnumerable<ContentPart> Parts => [new ContentPart(this, 0, checked((int)ByteLength))];
}

/// <summary>All values of a stack [n, row, col].</summary>
/// <param name="Stack">dtype, shape and order to write.</param>
/// <param name="Slices">Values of its slices, in their order.</param>
internal sealed record StackContent(ArrayInfo Stack, IReadOnlyList<ArrayContent> Slices) : EditContent
{
    private const int TileBytes = 8 << 20;

    /// <summary>Whether slices are interleaved pixel by pixel, so that no slice is contiguous.</summary>
    public bool IsInterleaved => Slices[0].Layout.Order == ElementOrder.Strided;

    public override long ByteLength => Stack.ByteLength;

    public override IEnumerable<ContentPart> Parts => IsInterleaved ? Tiles() : Slices.SelectMany(slice => slice.Parts);

    /// <summary>Ranges that hold, for each of their pixels, the elements of all slices.</summary>
    private IEnumerable<ContentPart> Tiles()
    {
        var pixelBytes = (long)Slices.Count * Stack.DType.ItemSize;
        var tileBytes = Math.Max(1, TileBytes / pixelBytes) * pixelBytes;
        for (var first = 0L; first < ByteLength; first += tileBytes)
        {
            yield return new ContentPart(this, first, checked((int)Math.Min(tileBytes, ByteLength - first)));
        }
    }
}

/// <summary>Computes a part of the new values, in the content's dtype, order and byte order.</summary>
internal delegate void ContentFiller(ContentPart part, Span<byte> destination);
