using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LungSeg.Thresholding.Contours;

namespace LungSeg.Thresholding.Refinement;

/// <summary>Dilation, erosion and closing of sets of pixels with Euclidean discs. Pixels outside the image have no effect.</summary>
/// <remarks>
/// A disc is a stack of rows, narrow at its ends and wide in the middle. From the narrow ends inwards, one set of pixels is widened along
/// the rows, and at each width it is joined to the rows at the distance at which the disc has that width. A word holds 64 pixels. Only the
/// words around set pixels are copied and worked on, so that a disc over one lung costs half of what it costs over the slice.
/// </remarks>
internal sealed class Morphology(int height, int width)
{
    /// <summary>Maximum radius of a disc in px: a margin of one word on each side holds what grows beyond the set pixels.</summary>
    public const int MaxRadius = 63;

    private const int WordBits = 64;

    // Words of a Vector512.
    private const int VectorWords = 8;

    private readonly BitSlice _original = new();
    private readonly int _words = (width + WordBits - 1) / WordBits;
    private ulong[] _wide = Allocate(height, width);
    private ulong[] _next = Allocate(height, width);
    private readonly ulong[] _grown = Allocate(height, width);

    // The rows and words that hold set pixels and the disc around them. Row `_top` stands first in the working arrays.
    private int _top;
    private int _rows;
    private int _firstWord;
    private int _stride;

    /// <summary>Sets the pixels within <paramref name="radius"/> of a set pixel.</summary>
    public void Dilate(BitSlice mask, int radius)
    {
        if (SetWindow(mask, rowMargin: radius))
        {
            Grow(mask, radius, complement: 0);
            Store(mask, complement: 0);
        }
    }

    /// <summary>Clears the pixels within <paramref name="radius"/> of an unset pixel.</summary>
    public void Erode(BitSlice mask, int radius)
    {
        if (SetWindow(mask, rowMargin: radius))
        {
            Grow(mask, radius, complement: ulong.MaxValue);
            Store(mask, complement: ulong.MaxValue);
        }
    }

    /// <summary>
    /// Sets the pixels that a disc of this radius cannot reach from outside, except within that radius of the image border.
    /// </summary>
    public void Close(BitSlice mask, int radius)
    {
        _original.CopyFrom(mask);
        Dilate(mask, radius);
        if (!SetWindow(mask, rowMargin: 0))
        {
            return;
        }

        // Closing adds nothing above or below the mask, so the rows that dilation added need no correct answer.
        Grow(mask, radius, complement: ulong.MaxValue);
        Store(mask, complement: ulong.MaxValue);
        for (var row = 0; row < height; row++)
        {
            var isInner = Math.Min(row, height - 1 - row) >= radius && row >= _top + radius && row < _top + _rows - radius;
            var words = mask.Edit(row);
            var original = _original.Row(row);
            for (var word = 0; word < words.Length; word++)
            {
                var inner = isInner ? Between(radius - (word * WordBits), width - radius - (word * WordBits)) : 0;
                words[word] = (words[word] & inner) | (original[word] & ~inner);
            }
        }
    }

    // With extra words at both ends: for whole vectors, and for one word before.
    private static ulong[] Allocate(int height, int width) =>
        new ulong[(height * (((width + WordBits - 1) / WordBits) + 1)) + (2 * VectorWords)];

    // Bits [start, end) of a word.
    private static ulong Between(int start, int end)
    {
        start = Math.Clamp(start, 0, WordBits);
        end = Math.Clamp(end, 0, WordBits);
        return start >= end ? 0 : (ulong.MaxValue << start) & (ulong.MaxValue >> (WordBits - end));
    }

    private bool SetWindow(BitSlice mask, int rowMargin)
    {
        Debug.Assert(mask.Height == height && mask.Width == width && rowMargin <= MaxRadius, "one size, and rows stay apart");
        var (top, bottom, first, last) = (height, -1, _words, -1);
        for (var row = 0; row < height; row++)
        {
            var words = mask.Row(row);
            var start = words.IndexOfAnyExcept(0UL);
            if (start >= 0)
            {
                (top, bottom) = (Math.Min(top, row), row);
                (first, last) = (Math.Min(first, start), Math.Max(last, words.LastIndexOfAnyExcept(0UL)));
            }
        }

        if (bottom < 0)
        {
            return false;
        }

        _top = Math.Max(top - rowMargin, 0);
        _rows = Math.Min(bottom + rowMargin, height - 1) - _top + 1;
        _firstWord = Math.Max(first - 1, 0);

        // One word more keeps what grows beyond the end of a row out of the next row.
        _stride = Math.Min(last + 1, _words - 1) - _firstWord + 2;
        return true;
    }

    private void Grow(BitSlice mask, int radius, ulong complement)
    {
        var length = (_rows * _stride) + (2 * VectorWords);
        Array.Clear(_wide, 0, length);
        Array.Clear(_next, 0, length);
        Array.Clear(_grown, 0, length);
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
                Join(top, Math.Min(bottom, _rows - 1 - distance), distance);
            }
        }
    }

    // Returns the first and the last row of the window with a set pixel.
    private (int Top, int Bottom) Load(BitSlice mask, ulong complement)
    {
        var (top, bottom) = (_rows, -1);
        for (var row = 0; row < _rows; row++)
        {
            var words = mask.Row(_top + row).Slice(_firstWord, _stride - 1);
            var target = _wide.AsSpan(VectorWords + (row * _stride), words.Length);
            var any = 0UL;
            for (var word = 0; word < words.Length; word++)
            {
                target[word] = (words[word] ^ complement) & UsedBits(mask, word);
                any |= target[word];
            }

            (top, bottom) = any == 0 ? (top, bottom) : (Math.Min(top, row), row);
        }

        return (top, bottom);
    }

    private void Store(BitSlice mask, ulong complement)
    {
        for (var row = 0; row < _rows; row++)
        {
            var words = mask.Edit(_top + row).Slice(_firstWord, _stride - 1);
            var grown = _grown.AsSpan(VectorWords + (row * _stride), words.Length);
            for (var word = 0; word < words.Length; word++)
            {
                words[word] = (grown[word] ^ complement) & UsedBits(mask, word);
            }
        }
    }

    private ulong UsedBits(BitSlice mask, int word) => _firstWord + word == _words - 1 ? mask.TailMask : ulong.MaxValue;

    // Widens each row by one pixel on both sides.
    // Vectors of the processor's width are compiled at run time; without this attribute first as unoptimised code.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Widen(int top, int bottom)
    {
        ref var source = ref MemoryMarshal.GetArrayDataReference(_wide);
        ref var target = ref MemoryMarshal.GetArrayDataReference(_next);
        var end = VectorWords + ((bottom + 1) * _stride);
        for (var i = VectorWords + (top * _stride); i < end; i += VectorWords)
        {
            var words = Vector512.LoadUnsafe(ref source, (nuint)i);
            var before = Vector512.LoadUnsafe(ref source, (nuint)(i - 1));
            var after = Vector512.LoadUnsafe(ref source, (nuint)(i + 1));
            (words | (words << 1) | (words >>> 1) | (before >>> (WordBits - 1)) | (after << (WordBits - 1))).StoreUnsafe(
                ref target,
                (nuint)i
            );
        }

        (_wide, _next) = (_next, _wide);
    }

    // Joins rows [first, last] to the rows `down` rows below.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Join(int first, int last, int down)
    {
        ref var source = ref MemoryMarshal.GetArrayDataReference(_wide);
        ref var target = ref MemoryMarshal.GetArrayDataReference(_grown);
        var end = VectorWords + ((last + 1) * _stride);
        for (var i = VectorWords + (first * _stride); i < end; i += VectorWords)
        {
            var at = (nuint)(i + (down * _stride));
            (Vector512.LoadUnsafe(ref source, (nuint)i) | Vector512.LoadUnsafe(ref target, at)).StoreUnsafe(ref target, at);
        }
    }
}
