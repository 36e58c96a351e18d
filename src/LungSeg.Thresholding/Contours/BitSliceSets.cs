using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace LungSeg.Thresholding.Contours;

/// <content>Set operations on slices: union, difference, counting. Both slices must have the same size.</content>
internal sealed partial class BitSlice
{
    /// <summary>Whether no bit is set.</summary>
    public bool IsEmpty => !Words.ContainsAnyExcept(0UL);

    /// <summary>The used bits of the last word of a row.</summary>
    public ulong TailMask => ulong.MaxValue >> ((WordBits - (Width % WordBits)) % WordBits);

    private Span<ulong> Words => _words.AsSpan(0, Height * Stride);

    /// <summary>The words of a row, which may be changed; unused bits must stay 0.</summary>
    public Span<ulong> Edit(int row) => _words.AsSpan(row * Stride, Stride);

    /// <summary>Copies size and bits of another slice.</summary>
    public void CopyFrom(BitSlice other)
    {
        Resize(other.Height, other.Width);
        other._words.AsSpan(0, (Height + 1) * Stride).CopyTo(_words);
    }

    /// <summary>Sets the size and every bit.</summary>
    public void FillAll(int height, int width)
    {
        Clear(height, width);
        for (var row = 0; row < height; row++)
        {
            Fill(row, 0, width);
        }
    }

    /// <summary>Union: sets the bits that are set in the other slice.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(BitSlice other)
    {
        var words = Words;
        var others = other.Words;
        var vectors = MemoryMarshal.Cast<ulong, Vector512<ulong>>(words);
        var otherVectors = MemoryMarshal.Cast<ulong, Vector512<ulong>>(others);
        for (var i = 0; i < vectors.Length; i++)
        {
            vectors[i] |= otherVectors[i];
        }

        for (var i = vectors.Length * Vector512<ulong>.Count; i < words.Length; i++)
        {
            words[i] |= others[i];
        }
    }

    /// <summary>Difference: clears the bits that are set in the other slice.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Remove(BitSlice other)
    {
        var words = Words;
        var others = other.Words;
        var vectors = MemoryMarshal.Cast<ulong, Vector512<ulong>>(words);
        var otherVectors = MemoryMarshal.Cast<ulong, Vector512<ulong>>(others);
        for (var i = 0; i < vectors.Length; i++)
        {
            vectors[i] = Vector512.AndNot(vectors[i], otherVectors[i]);
        }

        for (var i = vectors.Length * Vector512<ulong>.Count; i < words.Length; i++)
        {
            words[i] &= ~others[i];
        }
    }

    /// <summary>Intersection: clears the bits that are not set in the other slice.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Keep(BitSlice other)
    {
        var words = Words;
        var others = other.Words;
        var vectors = MemoryMarshal.Cast<ulong, Vector512<ulong>>(words);
        var otherVectors = MemoryMarshal.Cast<ulong, Vector512<ulong>>(others);
        for (var i = 0; i < vectors.Length; i++)
        {
            vectors[i] &= otherVectors[i];
        }

        for (var i = vectors.Length * Vector512<ulong>.Count; i < words.Length; i++)
        {
            words[i] &= others[i];
        }
    }

    /// <summary>Complement: sets the bits that are not set, and clears the others.</summary>
    public void Invert()
    {
        for (var row = 0; row < Height; row++)
        {
            var words = Edit(row);
            for (var word = 0; word < words.Length; word++)
            {
                words[word] = ~words[word] & (word == words.Length - 1 ? TailMask : ulong.MaxValue);
            }
        }
    }

    /// <summary>The set columns of a row, ascending, for <c>foreach</c>.</summary>
    public SetColumns ColumnsOfRow(int row) => new(Row(row));

    /// <summary>Number of set bits.</summary>
    public int Count()
    {
        var count = 0;
        foreach (var word in Words)
        {
            count += BitOperations.PopCount(word);
        }

        return count;
    }

    /// <summary>Number of set bits in columns [start, end) of one row.</summary>
    public int Count(int row, int start, int end)
    {
        var words = Row(row);
        var (first, last) = (start / WordBits, (end - 1) / WordBits);
        var count = 0;
        for (var word = first; word <= last; word++)
        {
            var bits = words[word];
            bits &= word == first ? ulong.MaxValue << (start % WordBits) : ulong.MaxValue;
            bits &= word == last ? ulong.MaxValue >> (WordBits - 1 - ((end - 1) % WordBits)) : ulong.MaxValue;
            count += BitOperations.PopCount(bits);
        }

        return count;
    }

    /// <summary>First set column of a row, or -1.</summary>
    public int First(int row)
    {
        var words = Row(row);
        var word = words.IndexOfAnyExcept(0UL);
        return word < 0 ? -1 : (word * WordBits) + BitOperations.TrailingZeroCount(words[word]);
    }

    /// <summary>Last set column of a row, or -1.</summary>
    public int Last(int row)
    {
        var words = Row(row);
        var word = words.LastIndexOfAnyExcept(0UL);
        return word < 0 ? -1 : (word * WordBits) + BitOperations.Log2(words[word]);
    }

    /// <summary>Sets the pixels of a slice that have an unset 4-neighbour. The border of the image is not an edge.</summary>
    public void LoadEdge(BitSlice mask)
    {
        CopyFrom(mask);
        for (var row = 0; row < Height; row++)
        {
            var words = mask.Row(row);
            var above = mask.Row(Math.Max(row - 1, 0));
            var below = mask.Row(Math.Min(row + 1, Height - 1));
            var edge = Edit(row);
            for (var word = 0; word < words.Length; word++)
            {
                var left = (words[word] << 1) | (word == 0 ? 1 : words[word - 1] >> 63);
                var right = (words[word] >> 1) | (word == words.Length - 1 ? ~(TailMask >> 1) : words[word + 1] << 63);
                edge[word] = words[word] & ~(left & right & above[word] & below[word]);
            }
        }
    }

    /// <summary>Number of pixels of one component that are set.</summary>
    public int Count(ComponentMap map, int index)
    {
        var count = 0;
        foreach (var run in map.GetRuns(index))
        {
            count += Count(run.Row, run.Start, run.End);
        }

        return count;
    }

    /// <summary>Whether a pixel of one component is set.</summary>
    public bool Meets(ComponentMap map, int index)
    {
        foreach (var run in map.GetRuns(index))
        {
            if (Count(run.Row, run.Start, run.End) > 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Sets the pixels of one component.</summary>
    public void Fill(ComponentMap map, int index)
    {
        foreach (var run in map.GetRuns(index))
        {
            Fill(run.Row, run.Start, run.End);
        }
    }

    /// <summary>Writes 1 for each set pixel and 0 for each unset pixel, [row, col] in C order.</summary>
    public void WriteTo(Span<byte> mask)
    {
        for (var row = 0; row < Height; row++)
        {
            var words = Row(row);
            var pixels = mask.Slice(row * Width, Width);
            for (var word = 0; word < words.Length; word++)
            {
                BitBytes.Spread(words[word], pixels[(word * WordBits)..]);
            }
        }
    }

    /// <summary>Writes a value for each set pixel, [row, col] in C order; other pixels are unchanged.</summary>
    public void FillValue(Span<byte> labels, byte value)
    {
        for (var row = 0; row < Height; row++)
        {
            var words = Row(row);
            for (var word = 0; word < words.Length; word++)
            {
                var first = (row * Width) + (word * WordBits);
                for (var bits = words[word]; bits != 0; bits &= bits - 1)
                {
                    labels[first + BitOperations.TrailingZeroCount(bits)] = value;
                }
            }
        }
    }
}
