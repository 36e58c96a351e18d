using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LungSeg.Thresholding.Contours;

namespace LungSeg.Thresholding.Refinement;

/// <summary>Dilation, erosion and closing of sets of pixels with Euclidean discs. Pixels outside the image have no effect.</summary>
/// <remarks>
/// A disc is a stack of rows, narrow at its ends and wide in the middle. From the narrow ends inwards, one set of pixels is widened along
/// the rows, and at each width it is joined to the rows at the distance at which the disc has that width. A word holds 64 pixels, so a disc
/// of 40 px costs some 160 passes over 36 KB.
/// </remarks>
internal sealed class Morphology(int height, int width)
{
    /// <summary>
    /// Maximum radius of a disc in px: rows are one word apart, and pixels that grow beyond the end of a row must not reach the next row.
    /// </summary>
    public const int MaxRadius = 63;

    private const int WordBits = 64;
    private readonly int _stride = ((width + WordBits - 1) / WordBits) + 1;
    private readonly BitSlice _original = new();
    private ulong[] _wide = Allocate(height, width);
    private ulong[] _next = Allocate(height, width);
    private readonly ulong[] _grown = Allocate(height, width);

    /// <summary>Sets the pixels within <paramref name="radius"/> of a set pixel.</summary>
    public void Dilate(BitSlice mask, int radius)
    {
        Grow(mask, radius, complement: 0);
        Store(mask, complement: 0);
    }

    /// <summary>Clears the pixels within <paramref name="radius"/> of an unset pixel.</summary>
    public void Erode(BitSlice mask, int radius)
    {
        Grow(mask, radius, complement: ulong.MaxValue);
        Store(mask, complement: ulong.MaxValue);
    }

    /// <summary>
    /// Sets the pixels that a disc of this radius cannot reach from outside, except within that radius of the image border.
    /// </summary>
    public void Close(BitSlice mask, int radius)
    {
        _original.CopyFrom(mask);
        Dilate(mask, radius);
        Erode(mask, radius);
        for (var row = 0; row < height; row++)
        {
            var isInner = Math.Min(row, height - 1 - row) >= radius;
            var words = mask.Edit(row);
            var original = _original.Row(row);
            for (var word = 0; word < words.Length; word++)
            {
                var inner = isInner ? Between(radius - (word * WordBits), width - radius - (word * WordBits)) : 0;
                words[word] = (words[word] & inner) | (original[word] & ~inner);
            }
        }
    }

    private static int Width => Vector256<ulong>.Count;

    // With extra words at both ends: for whole vectors, and for one word before.
    private static ulong[] Allocate(int height, int width) => new ulong[(height * (((width + WordBits - 1) / WordBits) + 1)) + (2 * Width)];

    // Bits [start, end) of a word.
    private static ulong Between(int start, int end)
    {
        start = Math.Clamp(start, 0, WordBits);
        end = Math.Clamp(end, 0, WordBits);
        return start >= end ? 0 : (ulong.MaxValue << start) & (ulong.MaxValue >> (WordBits - end));
    }

    private void Grow(BitSlice mask, int radius, ulong complement)
    {
        Debug.Assert(mask.Height == height && mask.Width == width && radius <= MaxRadius, "one size, and rows stay apart");
        Array.Clear(_wide);
        Array.Clear(_next);
        Array.Clear(_grown);
        var (top, bottom) = Load(mask, complement);
        if (bottom < 0)
        {
            return;
        }

        var halfWidth = 0;
        for (var distance = radius; distance >= 0; distance--)
        {
            for (var wanted = (int)Math.Sqrt((radius * radius) - (distance * distance)); halfWidth < wanted; halfWidth++)
            {
                Widen(top, bottom);
            }

            Join(Math.Max(top, distance), bottom, -distance);
            if (distance > 0)
            {
                Join(top, Math.Min(bottom, height - 1 - distance), distance);
            }
        }
    }

    // Returns the first and the last row with a set pixel.
    private (int Top, int Bottom) Load(BitSlice mask, ulong complement)
    {
        var (top, bottom) = (height, -1);
        for (var row = 0; row < height; row++)
        {
            var words = mask.Row(row);
            var target = _wide.AsSpan(Width + (row * _stride), words.Length);
            var any = 0UL;
            for (var word = 0; word < words.Length; word++)
            {
                target[word] = (words[word] ^ complement) & (word == words.Length - 1 ? mask.TailMask : ulong.MaxValue);
                any |= target[word];
            }

            (top, bottom) = any == 0 ? (top, bottom) : (Math.Min(top, row), row);
        }

        return (top, bottom);
    }

    private void Store(BitSlice mask, ulong complement)
    {
        for (var row = 0; row < height; row++)
        {
            var words = mask.Edit(row);
            var grown = _grown.AsSpan(Width + (row * _stride), words.Length);
            for (var word = 0; word < words.Length; word++)
            {
                words[word] = (grown[word] ^ complement) & (word == words.Length - 1 ? mask.TailMask : ulong.MaxValue);
            }
        }
    }

    // Widens each row by one pixel on both sides.
    private void Widen(int top, int bottom)
    {
        ref var source = ref MemoryMarshal.GetArrayDataReference(_wide);
        ref var target = ref MemoryMarshal.GetArrayDataReference(_next);
        var end = Width + ((bottom + 1) * _stride);
        for (var i = Width + (top * _stride); i < end; i += Width)
        {
            var words = Vector256.LoadUnsafe(ref source, (nuint)i);
            var before = Vector256.LoadUnsafe(ref source, (nuint)(i - 1));
            var after = Vector256.LoadUnsafe(ref source, (nuint)(i + 1));
            (words | (words << 1) | (words >>> 1) | (before >>> (WordBits - 1)) | (after << (WordBits - 1))).StoreUnsafe(
                ref target,
                (nuint)i
            );
        }

        (_wide, _next) = (_next, _wide);
    }

    // Joins rows [first, last] to the rows `down` rows below.
    private void Join(int first, int last, int down)
    {
        ref var source = ref MemoryMarshal.GetArrayDataReference(_wide);
        ref var target = ref MemoryMarshal.GetArrayDataReference(_grown);
        var end = Width + ((last + 1) * _stride);
        for (var i = Width + (first * _stride); i < end; i += Width)
        {
            var at = (nuint)(i + (down * _stride));
            (Vector256.LoadUnsafe(ref source, (nuint)i) | Vector256.LoadUnsafe(ref target, at)).StoreUnsafe(ref target, at);
        }
    }
}
