using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LungSeg.Thresholding.Contours;

namespace LungSeg.Thresholding.Refinement;

/// <summary>Growing, shrinking and closing of sets of pixels with discs, by distance; what lies outside the image has no say.</summary>
/// <remarks>
/// A disc is a stack of rows, wide in the middle. Taken from its narrow ends, one set that grows along the rows serves all of them: it is
/// joined to the rows as far above and below as the disc is that wide. 64 pixels share a word, so a disc of 40 px costs some 160 passes
/// over 36 KB.
/// </remarks>
internal sealed class Morphology(int height, int width)
{
    /// <summary>
    /// Largest radius of a disc, px: rows are kept one word apart, and what grows beyond their ends must not reach the next.
    /// </summary>
    public const int MaxRadius = 63;

    private const int WordBits = 64;
    private readonly int _stride = ((width + WordBits - 1) / WordBits) + 1;
    private readonly BitSlice _original = new();
    private ulong[] _wide = Allocate(height, width);
    private ulong[] _next = Allocate(height, width);
    private readonly ulong[] _grown = Allocate(height, width);

    /// <summary>Unset pixels within <paramref name="radius"/> of the mask become set.</summary>
    public void Dilate(BitSlice mask, int radius)
    {
        Grow(mask, radius, complement: 0);
        Store(mask, complement: 0);
    }

    /// <summary>Set pixels within <paramref name="radius"/> of an unset one become unset.</summary>
    public void Erode(BitSlice mask, int radius)
    {
        Grow(mask, radius, complement: ulong.MaxValue);
        Store(mask, complement: ulong.MaxValue);
    }

    /// <summary>
    /// Fills what a disc of this radius cannot enter from outside; nothing is filled within that radius of the image border.
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

    // With room for whole vectors, and for one word before, at both ends.
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

    // -> first and last row with anything set
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

    // Each row grows by one pixel to either side.
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

    // Joins rows [first, last] to those `down` rows below.
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
