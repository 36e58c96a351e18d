using LungSeg.Core.Formats.Arrays;

namespace LungSeg.Core.Formats.Editing;

/// <summary>Values that go where others stood.</summary>
internal abstract record EditContent
{
    /// <summary>Bytes of the values, before they are written as text where the file does that.</summary>
    public abstract long ByteLength { get; }

    /// <summary>The parts in which they are made, in their order: of a size that fits in memory.</summary>
    public abstract IEnumerable<ContentPart> Parts { get; }
}

/// <summary>A stretch of <paramref name="Content"/>.</summary>
/// <param name="Content">Values of one array, then the stretch is all of it; or a stack whose slices are interleaved.</param>
/// <param name="First">First byte of it.</param>
/// <param name="Length">Number of bytes.</param>
internal readonly record struct ContentPart(EditContent Content, long First, int Length);

/// <summary>Values of one row, laid out as <paramref name="Layout"/> says.</summary>
/// <param name="Row">Row whose new values these are; for <paramref name="IsOriginal"/> the row whose values are kept.</param>
/// <param name="Layout">dtype, shape and order to write in; a slice of a stack in Fortran order goes column after column.</param>
/// <param name="IsOriginal">Whether the array's own values are meant, which move because what they shared a place with changes.</param>
internal sealed record ArrayContent(long Row, ArrayInfo Layout, bool IsOriginal) : EditContent
{
    public override long ByteLength => Layout.ByteLength;

    public override IEnumerable<ContentPart> Parts => [new ContentPart(this, 0, checked((int)ByteLength))];
}

/// <summary>All values of a stack [n, row, col].</summary>
/// <param name="Stack">dtype, shape and order to write in.</param>
/// <param name="Slices">Values of its slices, in their order.</param>
internal sealed record StackContent(ArrayInfo Stack, IReadOnlyList<ArrayContent> Slices) : EditContent
{
    private const int TileBytes = 8 << 20;

    /// <summary>Whether a pixel of all slices stands before the next pixel of any, so that no slice lies in one piece.</summary>
    public bool IsInterleaved => Slices[0].Layout.Order == ElementOrder.Strided;

    public override long ByteLength => Stack.ByteLength;

    public override IEnumerable<ContentPart> Parts => IsInterleaved ? Tiles() : Slices.SelectMany(slice => slice.Parts);

    /// <summary>Stretches of whole pixels: of each pixel the elements of all slices.</summary>
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

/// <summary>Makes a part of the new values, in the content's dtype, order and byte order.</summary>
internal delegate void ContentFiller(ContentPart part, Span<byte> destination);
