using LungSeg.Core.Bytes;

namespace LungSeg.Core.Imaging;

/// <summary>Reads the differences of a scan of a lossless JPEG, bit by bit (T.81 F.2.2).</summary>
internal ref struct LosslessBitReader
{
    private readonly ReadOnlySpan<byte> _scan;
    private readonly LosslessHuffmanTable _table;
    private readonly SourceName _source;
    private readonly long _offset;
    private int _at;

    // The next bits are the highest; those below the count are 0.
    private ulong _bits;
    private int _count;

    /// <param name="scan">What follows the header of the scan.</param>
    /// <param name="table">Its codes.</param>
    /// <param name="source">Name in messages.</param>
    /// <param name="offset">Offset of the scan in the source.</param>
    public LosslessBitReader(ReadOnlySpan<byte> scan, LosslessHuffmanTable table, SourceName source, long offset)
    {
        _scan = scan;
        (_table, _source, _offset) = (table, source, offset);
    }

    /// <summary>Reads one difference.</summary>
    /// <exception cref="DatasetFormatException">The scan ends early, or holds bits that are no code.</exception>
    public int ReadDifference()
    {
        // A code and a difference take 32 bits at most.
        if (_count < 2 * LosslessHuffmanTable.MaxBits)
        {
            Fill();
        }
        var code = _table.Find((uint)(_bits >> 48));
        var (length, bits) = (code >> 8, code & 0xFF);
        if (length == 0 || length + (bits == 16 ? 0 : bits) > _count)
        {
            throw End(length);
        }
        _bits <<= length;
        _count -= length;
        if (bits is 0 or 16)
        {
            return bits == 0 ? 0 : 1 << 15;
        }
        var value = (int)(_bits >> (64 - bits));
        _bits <<= bits;
        _count -= bits;
        return value < 1 << (bits - 1) ? value - (1 << bits) + 1 : value;
    }

    /// <summary>Passes a restart marker.</summary>
    /// <param name="number">Markers before it.</param>
    /// <exception cref="DatasetFormatException">Another marker, or none, stands there.</exception>
    public void Restart(int number)
    {
        // The rest of the last byte is filled with 1; a whole byte that was not used would be one too many.
        Fill();
        if (_count >= 8 || _at + 2 > _scan.Length || _scan[_at] != 0xFF || _scan[_at + 1] != 0xD0 + (number % 8))
        {
            throw FormatError.Corrupt(_source, _offset + _at, $"restart marker {number % 8} of a JPEG is missing");
        }
        _at += 2;
        (_bits, _count) = (0, 0);
    }

    /// <summary>Takes bytes up to the next marker; a zero behind FF is left out (B.1.1.5).</summary>
    private void Fill()
    {
        while (_count <= 56 && _at < _scan.Length)
        {
            var next = _scan[_at];
            if (next == 0xFF && (_at + 1 >= _scan.Length || _scan[_at + 1] != 0))
            {
                return;
            }
            _at += next == 0xFF ? 2 : 1;
            _bits |= (ulong)next << (56 - _count);
            _count += 8;
        }
    }

    private readonly DatasetFormatException End(int codeLength) =>
        codeLength == 0 && _count >= LosslessHuffmanTable.MaxBits
            ? FormatError.Corrupt(_source, _offset + _at, "the pixels of a JPEG hold bits that are no Huffman code")
            : FormatError.Truncated(_source, _offset + _at, "the pixels of a JPEG", _scan.Length + 1, _scan.Length);
}
