using System.Buffers.Binary;
using LungSeg.Core.Bytes;

namespace LungSeg.Core.Formats.Parquet;

/// <summary>Decodes numbers of few bits: runs of one number and packed groups of eight (Encodings.md), and differences.</summary>
internal static class ParquetRuns
{
    private const int MaxBits = 32;

    /// <summary>Decodes runs of numbers.</summary>
    /// <param name="bytes">The runs.</param>
    /// <param name="bits">Bits of a number.</param>
    /// <param name="count">Numbers to decode. Memory is taken for them once the runs are known to hold them.</param>
    /// <param name="page">The page, for messages.</param>
    /// <exception cref="DatasetFormatException">There are fewer numbers.</exception>
    public static int[] Decode(ReadOnlySpan<byte> bytes, int bits, int count, ParquetPlace page)
    {
        if (bits is < 0 or > MaxBits)
        {
            throw FormatError.Corrupt(page.Source, page.Offset, $"numbers of {bits} bits in a page");
        }
        if (bits == 0)
        {
            return new int[count];
        }
        Require(bytes, bits, count, page);
        var numbers = new int[count];
        var done = 0;
        var reader = new RunReader(bytes, bits);
        while (done < count && reader.TryRead(out var run))
        {
            var taken = (int)Math.Min(run.Count, count - done);
            if (run.Packed.IsEmpty)
            {
                numbers.AsSpan(done, taken).Fill(run.Number);
            }
            else
            {
                Unpack(run.Packed, bits, numbers.AsSpan(done, taken));
            }
            done += taken;
        }
        return numbers;
    }

    /// <summary>Decodes levels, of which none is over <paramref name="maximum"/>.</summary>
    /// <inheritdoc cref="Decode"/>
    public static byte[] DecodeLevels(ReadOnlySpan<byte> bytes, int maximum, int count, ParquetPlace page)
    {
        var bits = GetBits(maximum);
        Require(bytes, bits, count, page);
        var levels = new byte[count];
        Span<int> unpacked = stackalloc int[256];
        var done = 0;
        var reader = new RunReader(bytes, bits);
        while (done < count && reader.TryRead(out var run))
        {
            var taken = (int)Math.Min(run.Count, count - done);
            if (run.Packed.IsEmpty)
            {
                levels.AsSpan(done, taken).Fill((byte)run.Number);
            }
            for (var at = 0; at < taken && !run.Packed.IsEmpty; at += unpacked.Length)
            {
                var part = unpacked[..Math.Min(unpacked.Length, taken - at)];
                Unpack(run.Packed[(at * bits / 8)..], bits, part);
                for (var i = 0; i < part.Length; i++)
                {
                    levels[done + at + i] = (byte)part[i];
                }
            }
            done += taken;
        }
        return levels.AsSpan().ContainsAnyExceptInRange((byte)0, (byte)maximum)
            ? throw FormatError.Corrupt(page.Source, page.Offset, $"a level over {maximum} in a page")
            : levels;
    }

    /// <summary>Bits of levels up to a maximum.</summary>
    public static int GetBits(int maximum) => 32 - int.LeadingZeroCount(maximum);

    /// <summary>Decodes DELTA_BINARY_PACKED: a first number, then blocks of differences.</summary>
    /// <param name="bytes">The page from the encoded numbers on.</param>
    /// <param name="limit">The most numbers that are taken.</param>
    /// <param name="used">Bytes that they take.</param>
    /// <param name="page">The page, for messages.</param>
    public static long[] DecodeDeltas(ReadOnlySpan<byte> bytes, int limit, out int used, ParquetPlace page)
    {
        var at = 0;
        var (block, minis, count, first) = (
            ReadUnsigned(bytes, ref at, page),
            ReadUnsigned(bytes, ref at, page),
            ReadUnsigned(bytes, ref at, page),
            ReadSigned(bytes, ref at, page)
        );
        if (minis is 0 or > 512 || block is 0 or > 65536 || block % (minis * 8) != 0 || count > (ulong)limit)
        {
            throw FormatError.Corrupt(page.Source, page.Offset, $"{count} differences in blocks of {block} in {minis} parts");
        }
        var perMini = (int)(block / minis);
        var numbers = new List<long>();
        if (count > 0)
        {
            numbers.Add(first);
        }
        while ((ulong)numbers.Count < count)
        {
            var least = ReadSigned(bytes, ref at, page);
            var widths = Take(bytes, ref at, (int)minis, page);
            for (var mini = 0; mini < widths.Length && (ulong)numbers.Count < count; mini++)
            {
                var bits = widths[mini];
                var packed = bits <= 64 ? Take(bytes, ref at, perMini * bits / 8, page) : throw Damaged(page);
                for (var i = 0; i < perMini && (ulong)numbers.Count < count; i++)
                {
                    first = unchecked(first + least + (long)GetBits(packed, (long)i * bits, bits));
                    numbers.Add(first);
                }
            }
        }
        used = at;
        return [.. numbers];
    }

    private static void Require(ReadOnlySpan<byte> bytes, int bits, int count, ParquetPlace page)
    {
        var held = 0L;
        var reader = new RunReader(bytes, bits);
        while (held < count && reader.TryRead(out var run))
        {
            held += run.Count;
        }
        if (held < count)
        {
            throw FormatError.Corrupt(page.Source, page.Offset, $"a page holds {held} numbers, expected {count}");
        }
    }

    private static void Unpack(ReadOnlySpan<byte> packed, int bits, Span<int> numbers)
    {
        var mask = bits == 32 ? uint.MaxValue : (1u << bits) - 1;
        for (var i = 0; i < numbers.Length; i++)
        {
            var bit = (long)i * bits;
            var from = packed[(int)(bit / 8)..];
            var word = from.Length >= sizeof(ulong) ? BinaryPrimitives.ReadUInt64LittleEndian(from) : LittleEndian.Read(from);
            numbers[i] = (int)((uint)(word >> (int)(bit % 8)) & mask);
        }
    }

    private static ulong GetBits(ReadOnlySpan<byte> packed, long bit, int bits)
    {
        var value = 0UL;
        for (var got = 0; got < bits; )
        {
            var (at, shift) = ((int)((bit + got) / 8), (int)((bit + got) % 8));
            value |= (ulong)(packed[at] >> shift) << got;
            got += 8 - shift;
        }
        return bits == 64 ? value : value & ((1UL << bits) - 1);
    }

    private static long ReadSigned(ReadOnlySpan<byte> bytes, ref int at, ParquetPlace page)
    {
        var value = ReadUnsigned(bytes, ref at, page);
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    private static ulong ReadUnsigned(ReadOnlySpan<byte> bytes, ref int at, ParquetPlace page)
    {
        var value = 0UL;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = Take(bytes, ref at, 1, page)[0];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }
        throw Damaged(page);
    }

    private static ReadOnlySpan<byte> Take(ReadOnlySpan<byte> bytes, ref int at, int count, ParquetPlace page)
    {
        if (count > bytes.Length - at)
        {
            throw Damaged(page);
        }
        at += count;
        return bytes.Slice(at - count, count);
    }

    private static DatasetFormatException Damaged(ParquetPlace page) =>
        FormatError.Corrupt(page.Source, page.Offset, "the numbers of a page are damaged");

    /// <summary>One number several times, or packed numbers.</summary>
    private readonly ref struct Run
    {
        public long Count { get; init; }

        public int Number { get; init; }

        public ReadOnlySpan<byte> Packed { get; init; }
    }

    /// <summary>Reads run after run; a run that is cut short holds what is there.</summary>
    private ref struct RunReader(ReadOnlySpan<byte> bytes, int bits)
    {
        private readonly ReadOnlySpan<byte> _bytes = bytes;
        private int _at;

        public bool TryRead(out Run run)
        {
            run = default;
            var head = 0UL;
            for (var shift = 0; ; shift += 7)
            {
                if (_at == _bytes.Length || shift > 35)
                {
                    return false;
                }
                var next = _bytes[_at++];
                head |= (ulong)(next & 0x7F) << shift;
                if (next < 0x80)
                {
                    break;
                }
            }
            var count = (long)(head >> 1);
            if ((head & 1) == 0)
            {
                var size = (bits + 7) / 8;
                if (size > _bytes.Length - _at)
                {
                    return false;
                }
                run = new Run { Count = count, Number = (int)LittleEndian.Read(_bytes.Slice(_at, size)) };
                _at += size;
                return true;
            }
            var held = (int)Math.Min(count * bits, _bytes.Length - _at);
            run = new Run { Count = Math.Min(count * 8, held * 8L / bits), Packed = _bytes.Slice(_at, held) };
            _at += held;
            return held > 0;
        }
    }
}
