using System.Buffers.Binary;
using LungSeg.Core.Bytes;

namespace LungSeg.Core.Formats.Parquet;

/// <summary>Decodes the values of a page (Encodings.md of the format).</summary>
/// <param name="leaf">The column.</param>
/// <param name="page">The page, for messages.</param>
internal readonly struct ParquetValueDecoder(ParquetLeaf leaf, ParquetPlace page)
{
    /// <summary>Memory that the values of a page may take; pages are of 1 MB, and dictionaries widen them.</summary>
    private const long MaxBytes = 160 << 20;

    private bool IsBinary => leaf.Element.Physical == ParquetPhysical.ByteArray;

    /// <summary>Decodes values.</summary>
    /// <param name="bytes">The page, decompressed.</param>
    /// <param name="at">First byte of the values.</param>
    /// <param name="count">Number of values that are there.</param>
    /// <param name="encoding">How they are written.</param>
    /// <param name="dictionary">The values of the dictionary; null without one.</param>
    public ParquetValues Decode(byte[] bytes, int at, int count, ParquetEncoding encoding, ParquetValues? dictionary) =>
        encoding switch
        {
            ParquetEncoding.Plain => DecodePlain(bytes, at, count),
            ParquetEncoding.PlainDictionary or ParquetEncoding.RleDictionary => DecodeNumbers(bytes, at, count, dictionary),
            ParquetEncoding.Rle when leaf.Element.Physical == ParquetPhysical.Boolean => DecodeTruths(bytes, at, count),
            ParquetEncoding.DeltaBinaryPacked when leaf.Element.Physical is ParquetPhysical.Int32 or ParquetPhysical.Int64 => DecodeDeltas(
                bytes,
                at,
                count
            ),
            ParquetEncoding.DeltaLengthByteArray when IsBinary => DecodeLengths(bytes, at, count),
            ParquetEncoding.DeltaByteArray when IsBinary => DecodePrefixes(bytes, at, count),
            ParquetEncoding.ByteStreamSplit when leaf.StoredBytes > 0 => DecodeStreams(bytes, at, count),
            _ => throw FormatError.Unsupported(page.Source, page.Offset, $"values of {leaf.Element.Physical} in encoding {(int)encoding}"),
        };

    /// <summary>Decodes values one after another.</summary>
    public ParquetValues DecodePlain(byte[] bytes, int at, int count)
    {
        if (leaf.Element.Physical == ParquetPhysical.Boolean)
        {
            Require(bytes.Length - at, (count + 7L) / 8);
            var truths = new byte[count];
            for (var i = 0; i < count; i++)
            {
                truths[i] = (byte)((bytes[at + (i / 8)] >> (i % 8)) & 1);
            }
            return new FixedValues(truths, 1, count);
        }
        if (!IsBinary)
        {
            Require(bytes.Length - at, (long)count * leaf.StoredBytes);
            return Narrow(bytes.AsSpan(at, count * leaf.StoredBytes), count);
        }

        Require(bytes.Length - at, (long)count * sizeof(int));
        var (starts, lengths) = (new int[count], new int[count]);
        for (var i = 0; i < count; i++)
        {
            Require(bytes.Length - at, sizeof(int));
            var length = BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at));
            at += sizeof(int);
            Require(bytes.Length - at, length);
            (starts[i], lengths[i]) = (at, (int)length);
            at += (int)length;
        }
        return new BinaryValues(bytes, starts, lengths);
    }

    private ParquetValues DecodeNumbers(byte[] bytes, int at, int count, ParquetValues? dictionary)
    {
        if (dictionary is null)
        {
            throw FormatError.Corrupt(page.Source, page.Offset, "a page refers to a dictionary that its column does not have");
        }
        var size = (dictionary as FixedValues)?.Size ?? sizeof(long);
        RequireMemory((long)count * Math.Max(size, sizeof(int)));
        if (count == 0)
        {
            return dictionary is FixedValues ? new FixedValues([], size, 0) : new BinaryValues([], [], []);
        }
        Require(bytes.Length - at, 1);
        var numbers = ParquetRuns.Decode(bytes.AsSpan(at + 1), bytes[at], count, page);
        foreach (var number in numbers)
        {
            if ((uint)number >= (uint)dictionary.Count)
            {
                throw FormatError.Corrupt(page.Source, page.Offset, $"value {number} of a dictionary of {dictionary.Count}");
            }
        }
        if (dictionary is BinaryValues binary)
        {
            return new BinaryValues(
                binary.Bytes,
                Array.ConvertAll(numbers, number => binary.Starts[number]),
                Array.ConvertAll(numbers, number => binary.Lengths[number])
            );
        }
        var values = new byte[count * size];
        var from = (FixedValues)dictionary;
        for (var i = 0; i < count; i++)
        {
            from[numbers[i]].CopyTo(values.AsSpan(i * size));
        }
        return new FixedValues(values, size, count);
    }

    private FixedValues DecodeTruths(byte[] bytes, int at, int count)
    {
        Require(bytes.Length - at, sizeof(int));
        var length = BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at));
        Require(bytes.Length - at - sizeof(int), length);
        return new FixedValues(ParquetRuns.DecodeLevels(bytes.AsSpan(at + sizeof(int), (int)length), 1, count, page), 1, count);
    }

    private FixedValues DecodeDeltas(byte[] bytes, int at, int count)
    {
        RequireMemory((long)count * 2 * sizeof(long));
        var numbers = ParquetRuns.DecodeDeltas(bytes.AsSpan(at), count, out _, page);
        if (numbers.Length < count)
        {
            throw FormatError.Corrupt(page.Source, page.Offset, $"a page holds {numbers.Length} numbers, expected {count}");
        }
        var stored = new byte[count * leaf.StoredBytes];
        for (var i = 0; i < count; i++)
        {
            if (leaf.StoredBytes == sizeof(int))
            {
                BinaryPrimitives.WriteInt32LittleEndian(stored.AsSpan(i * sizeof(int)), unchecked((int)numbers[i]));
            }
            else
            {
                BinaryPrimitives.WriteInt64LittleEndian(stored.AsSpan(i * sizeof(long)), numbers[i]);
            }
        }
        return Narrow(stored, count);
    }

    private BinaryValues DecodeLengths(byte[] bytes, int at, int count)
    {
        var lengths = ReadLengths(bytes, ref at, count);
        var starts = new int[count];
        for (var i = 0; i < count; i++)
        {
            Require(bytes.Length - at, lengths[i]);
            starts[i] = at;
            at += lengths[i];
        }
        return new BinaryValues(bytes, starts, lengths);
    }

    /// <summary>Each value begins as the one before; a number says how far.</summary>
    private BinaryValues DecodePrefixes(byte[] bytes, int at, int count)
    {
        var prefixes = ReadLengths(bytes, ref at, count);
        var rest = DecodeLengths(bytes, at, count);
        var whole = prefixes.Zip(rest.Lengths, (prefix, length) => (long)prefix + length).Sum();
        RequireMemory(whole);
        var (joined, starts, lengths) = (new byte[whole], new int[count], new int[count]);
        for (var (i, to) = (0, 0); i < count; i++)
        {
            Require(i == 0 ? 0 : lengths[i - 1], prefixes[i]);
            joined.AsSpan(i == 0 ? 0 : starts[i - 1], prefixes[i]).CopyTo(joined.AsSpan(to));
            rest[i].Span.CopyTo(joined.AsSpan(to + prefixes[i]));
            (starts[i], lengths[i]) = (to, prefixes[i] + rest.Lengths[i]);
            to += lengths[i];
        }
        return new BinaryValues(joined, starts, lengths);
    }

    private int[] ReadLengths(byte[] bytes, ref int at, int count)
    {
        RequireMemory((long)count * 2 * sizeof(long));
        var numbers = ParquetRuns.DecodeDeltas(bytes.AsSpan(at), count, out var used, page);
        at += used;
        return numbers.Length == count && Array.TrueForAll(numbers, number => number is >= 0 and <= int.MaxValue)
            ? Array.ConvertAll(numbers, number => (int)number)
            : throw FormatError.Corrupt(page.Source, page.Offset, $"a page holds {numbers.Length} lengths, expected {count} from 0 on");
    }

    private FixedValues DecodeStreams(byte[] bytes, int at, int count)
    {
        var size = leaf.StoredBytes;
        Require(bytes.Length - at, (long)count * size);
        var values = new byte[count * size];
        for (var i = 0; i < values.Length; i++)
        {
            values[(i % count * size) + (i / count)] = bytes[at + i];
        }
        return Narrow(values, count);
    }

    /// <summary>Integers of 8 and 16 bits are stored as ones of 32.</summary>
    private FixedValues Narrow(ReadOnlySpan<byte> stored, int count)
    {
        var (from, to) = (leaf.StoredBytes, leaf.DType is { Kind: not 'M' } dtype ? dtype.ItemSize : leaf.StoredBytes);
        if (from == to)
        {
            return new FixedValues(stored.ToArray(), from, count);
        }
        var values = new byte[count * to];
        for (var i = 0; i < count; i++)
        {
            stored.Slice(i * from, to).CopyTo(values.AsSpan(i * to));
        }
        return new FixedValues(values, to, count);
    }

    private void Require(long left, long needed)
    {
        if (needed > left)
        {
            throw FormatError.Corrupt(page.Source, page.Offset, $"values of {needed} bytes where {left} are left of a page");
        }
    }

    private void RequireMemory(long bytes)
    {
        if (bytes > MaxBytes)
        {
            throw FormatError.TooLarge(page.Source, page.Offset, "length of a page's values, in bytes,", bytes, MaxBytes);
        }
    }
}
