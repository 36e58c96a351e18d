namespace LungSeg.Core.Imaging;

/// <summary>The Huffman codes of a lossless JPEG (T.81 annex C): each gives the number of bits of a difference, 0 to 16.</summary>
internal sealed class LosslessHuffmanTable
{
    /// <summary>Maximum length of a code, bits.</summary>
    public const int MaxBits = 16;

    private const int MaxDifferenceBits = 16;

    /// <summary>Codes of up to this length are looked up at once.</summary>
    private const int ShortBits = 9;

    private readonly ushort[] _short = new ushort[1 << ShortBits];

    // By length: the first code, and what is behind the last code, both filled up to 16 bits, and where the values begin.
    private readonly (int First, int End, int At)[] _codes = new (int, int, int)[MaxBits + 1];
    private readonly byte[] _values;

    private LosslessHuffmanTable(ReadOnlySpan<byte> values) => _values = values.ToArray();

    /// <summary>
    /// The code at the start of 16 bits: its length times 256, plus the number of bits of the difference; 0 where there is none.
    /// </summary>
    public int Find(uint bits)
    {
        var found = _short[bits >> (MaxBits - ShortBits)];
        return found != 0 ? found : FindLong((int)bits);
    }

    /// <summary>Reads a table; null where it is damaged.</summary>
    /// <param name="segment">The numbers of codes of each length, and their values.</param>
    /// <param name="length">Its bytes.</param>
    public static LosslessHuffmanTable? Parse(ReadOnlySpan<byte> segment, out int length)
    {
        length = MaxBits;
        if (segment.Length < MaxBits)
        {
            return null;
        }
        foreach (var count in segment[..MaxBits])
        {
            length += count;
        }
        if (length > segment.Length)
        {
            return null;
        }
        var table = new LosslessHuffmanTable(segment[MaxBits..length]);
        return table.AddCodes(segment[..MaxBits]) ? table : null;
    }

    private bool AddCodes(ReadOnlySpan<byte> counts)
    {
        var (next, at) = (0, 0);
        for (var bits = 1; bits <= MaxBits; bits++)
        {
            var width = 1 << (MaxBits - bits);
            var end = next + (counts[bits - 1] * width);
            if (end > 1 << MaxBits)
            {
                return false;
            }
            _codes[bits] = (next, end, at);
            for (; next < end; next += width, at++)
            {
                if (bits <= ShortBits)
                {
                    var found = Pack(bits, _values[at]);
                    _short.AsSpan(next >> (MaxBits - ShortBits), width >> (MaxBits - ShortBits)).Fill((ushort)found);
                }
            }
        }

        return true;
    }

    private int FindLong(int bits)
    {
        for (var length = ShortBits + 1; length <= MaxBits; length++)
        {
            var (first, end, at) = _codes[length];
            if (bits >= first && bits < end)
            {
                return Pack(length, _values[at + ((bits - first) >> (MaxBits - length))]);
            }
        }
        return 0;
    }

    /// <summary>A table of another process has values that are no number of bits.</summary>
    private static int Pack(int length, byte value) => value <= MaxDifferenceBits ? (length << 8) | value : 0;
}
