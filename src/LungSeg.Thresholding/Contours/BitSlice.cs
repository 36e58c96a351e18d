using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace LungSeg.Thresholding.Contours;

/// <summary>A binary slice, 64 pixels a word: bit c % 64 of word c / 64 of a row is column c.</summary>
/// <remarks>
/// Each row ends with unused zero bits, and a row of zeros follows the last, so that code which reads the pixel below needs no test.
/// </remarks>
internal sealed partial class BitSlice
{
    private const int WordBits = 64;

    private ulong[] _words = [];

    public int Height { get; private set; }

    public int Width { get; private set; }

    /// <summary>Words per row.</summary>
    public int Stride { get; private set; }

    public bool this[int row, int column] => ((_words[(row * Stride) + (column / WordBits)] >> (column % WordBits)) & 1) != 0;

    public ReadOnlySpan<ulong> Row(int row) => _words.AsSpan(row * Stride, Stride);

    /// <summary>Sets the size and clears every bit.</summary>
    public void Clear(int height, int width)
    {
        Resize(height, width);
        _words.AsSpan(0, (height + 1) * Stride).Clear();
    }

    /// <summary>Sets the bit of each pixel unless it is at least <paramref name="limit"/>. NaN is set.</summary>
    public void LoadBelow(ReadOnlySpan<double> hu, int height, int width, double limit) => Load(hu, height, width, limit, withNaN: true);

    /// <summary>Sets the bit of each pixel that is less than <paramref name="limit"/>. NaN is not set.</summary>
    public void LoadLess(ReadOnlySpan<double> hu, int height, int width, double limit) => Load(hu, height, width, limit, withNaN: false);

    /// <summary>Sets the bit of each pixel whose mask value is not 0.</summary>
    public void LoadMask(ReadOnlySpan<byte> mask, int height, int width)
    {
        LoadEqual(mask, height, width, 0);
        Invert();
    }

    /// <summary>Sets the bit of each pixel whose label is <paramref name="value"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void LoadEqual(ReadOnlySpan<byte> labels, int height, int width, byte value)
    {
        Clear(height, width);
        for (var row = 0; row < height; row++)
        {
            var pixels = labels.Slice(row * width, width);
            var words = _words.AsSpan(row * Stride, Stride);
            var column = 0;
            for (; column <= width - WordBits; column += WordBits)
            {
                words[column / WordBits] = EqualBits(pixels.Slice(column, WordBits), value);
            }

            for (; column < width; column++)
            {
                words[column / WordBits] |= (pixels[column] == value ? 1UL : 0UL) << (column % WordBits);
            }
        }
    }

    /// <summary>Sets the bits of columns [start, end) of one row.</summary>
    public void Fill(int row, int start, int end)
    {
        var words = _words.AsSpan(row * Stride, Stride);
        var first = start / WordBits;
        var last = (end - 1) / WordBits;
        var head = ulong.MaxValue << (start % WordBits);
        var tail = ulong.MaxValue >> (WordBits - 1 - ((end - 1) % WordBits));
        if (first == last)
        {
            words[first] |= head & tail;
            return;
        }

        words[first] |= head;
        words[(first + 1)..last].Fill(ulong.MaxValue);
        words[last] |= tail;
    }

    // Vectors of the processor's width are compiled at run time; without this attribute first as unoptimised code.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Load(ReadOnlySpan<double> hu, int height, int width, double limit, bool withNaN)
    {
        Debug.Assert(hu.Length == height * width, "the caller has checked the length");
        Resize(height, width);
        _words.AsSpan(height * Stride, Stride).Clear();
        var whole = width / WordBits;
        for (var row = 0; row < height; row++)
        {
            var pixels = hu.Slice(row * width, width);
            var words = _words.AsSpan(row * Stride, Stride);
            for (var word = 0; word < whole; word++)
            {
                var block = pixels.Slice(word * WordBits, WordBits);
                words[word] = withNaN ? ~CompareBits(block, limit, isLess: false) : CompareBits(block, limit, isLess: true);
            }

            if (whole < Stride)
            {
                words[whole] = TailBits(pixels[(whole * WordBits)..], limit, withNaN);
            }
        }
    }

    // Inlined into both callers, so that the choice between them is not made in the loop.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong CompareBits(ReadOnlySpan<double> pixels, double limit, bool isLess)
    {
        ref var first = ref MemoryMarshal.GetReference(pixels);
        var found = 0UL;
        if (Vector512.IsHardwareAccelerated)
        {
            var limits = Vector512.Create(limit);
            for (var i = 0; i < WordBits; i += Vector512<double>.Count)
            {
                var values = Vector512.LoadUnsafe(ref first, (nuint)i);
                found |=
                    (
                        isLess ? Vector512.LessThan(values, limits) : Vector512.GreaterThanOrEqual(values, limits)
                    ).ExtractMostSignificantBits() << i;
            }
        }
        else
        {
            var limits = Vector256.Create(limit);
            for (var i = 0; i < WordBits; i += Vector256<double>.Count)
            {
                var values = Vector256.LoadUnsafe(ref first, (nuint)i);
                found |=
                    (ulong)
                        (
                            isLess ? Vector256.LessThan(values, limits) : Vector256.GreaterThanOrEqual(values, limits)
                        ).ExtractMostSignificantBits() << i;
            }
        }

        return found;
    }

    private static ulong EqualBits(ReadOnlySpan<byte> pixels, byte value)
    {
        var half = Vector256<byte>.Count;
        var wanted = Vector256.Create(value);
        var low = Vector256.Equals(Vector256.Create(pixels[..half]), wanted).ExtractMostSignificantBits();
        var high = Vector256.Equals(Vector256.Create(pixels[half..]), wanted).ExtractMostSignificantBits();
        return low | ((ulong)high << half);
    }

    private static ulong TailBits(ReadOnlySpan<double> pixels, double limit, bool withNaN)
    {
        var bits = 0UL;
        for (var i = 0; i < pixels.Length; i++)
        {
            bits |= pixels[i] < limit || (withNaN && double.IsNaN(pixels[i])) ? 1UL << i : 0UL;
        }

        return bits;
    }

    private void Resize(int height, int width)
    {
        Height = height;
        Width = width;
        Stride = (width + WordBits - 1) / WordBits;
        var length = (height + 1) * Stride;
        if (_words.Length < length)
        {
            _words = new ulong[length];
        }
    }
}
