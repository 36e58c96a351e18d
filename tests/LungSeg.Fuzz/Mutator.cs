using System.Buffers.Binary;
using System.Text;

namespace LungSeg.Fuzz;

/// <summary>Changes inputs at random; the same seed gives the same changes.</summary>
internal sealed class Mutator(int seed)
{
    private static readonly long[] Edges =
    [
        0,
        1,
        -1,
        2,
        127,
        128,
        255,
        256,
        32767,
        32768,
        65535,
        65536,
        int.MaxValue,
        int.MinValue,
        uint.MaxValue,
        1L << 33,
        1L << 40,
        long.MaxValue,
        long.MinValue,
    ];

    private static readonly byte[][] Words =
    [
        .. new[]
        {
            "0",
            "-1",
            "1e309",
            "-1e309",
            "NaN",
            "99999999999999999999",
            "1.5",
            "null",
            "true",
            "[]",
            "{}",
            "\"\"",
            "\"\\u0000\"",
            "[[[[[[[[",
            "{\"a\":{\"a\":{\"a\":",
            "../../../tmp/x",
            "/etc/passwd",
            "\n",
            "\r\n",
            ",",
            ";",
            ":",
            "\"",
            "\t",
            "\uFEFF",
            "<!DOCTYPE a [<!ENTITY b \"c\">]>",
            "&b;",
            "]]>",
            "\0",
            "()",
            "(2147483647, 2147483647)",
            "(512, 512, 512)",
            "'fortran_order': True",
            "LR9",
            "lr2",
            "\u0130",
            "O",
            "<f8",
            ">i2",
            "|b1",
            "c__builtin__\neval\n",
        }.Select(Encoding.UTF8.GetBytes),
    ];

    private readonly Random _random = new(seed);

    /// <summary>A seed with one to several changes in one of its files, now and then in two.</summary>
    public FuzzSeed Change(IReadOnlyList<FuzzSeed> seeds)
    {
        var seed = Pick(seeds);
        var files = seed.Files.ToArray();
        for (var rounds = _random.Next(8) == 0 ? 2 : 1; rounds > 0; rounds--)
        {
            var at = _random.Next(files.Length);
            var content = files[at].Content;
            for (var changes = 1 + (int)Math.Pow(2, _random.NextDouble() * 4); changes > 0; changes--)
            {
                content = ChangeOnce(content, Pick(Pick(seeds).Files).Content);
            }
            files[at].Content = content;
        }

        if (seed.IsFolder && files.Length > 1 && _random.Next(12) == 0)
        {
            files = [.. files.Where((_, i) => i != _random.Next(files.Length)).DefaultIfEmpty(files[0])];
        }
        return seed with { Files = files };
    }

    private byte[] ChangeOnce(byte[] content, byte[] other)
    {
        if (content.Length == 0)
        {
            return Pick(Words);
        }
        var at = Place(content.Length);
        return _random.Next(11) switch
        {
            0 => WithBit(content, at, _random.Next(8)),
            1 => WithByte(content, at, (byte)_random.Next(256)),
            2 or 3 => WithNumber(content, at),
            4 => content[..at],
            5 => [.. content[..at], .. content[Math.Min(content.Length, at + Span(content.Length - at))..]],
            6 => [.. content[..at], .. Pick(Words), .. content[at..]],
            7 => WithWord(content, at),
            8 => Repeated(content, at),
            9 => Spliced(content, at, other),
            _ => Exchanged(content, at),
        };
    }

    /// <summary>A place, more often near the start or the end, where headers and directories are.</summary>
    private int Place(int length) =>
        _random.Next(3) switch
        {
            0 => _random.Next(length),
            1 => _random.Next(Math.Min(length, 512)),
            _ => length - 1 - _random.Next(Math.Min(length, 256)),
        };

    private int Span(int most) => most <= 1 ? most : 1 + _random.Next(Math.Min(most, 1 << _random.Next(12)));

    private static byte[] WithBit(byte[] content, int at, int bit) => WithByte(content, at, (byte)(content[at] ^ (1 << bit)));

    private static byte[] WithByte(byte[] content, int at, byte value)
    {
        var changed = content.ToArray();
        changed[at] = value;
        return changed;
    }

    private byte[] WithNumber(byte[] content, int at)
    {
        var number = new byte[8];
        var value = _random.Next(4) == 0 ? Pick(Edges) + _random.Next(-2, 3) : Pick(Edges);
        var size = 1 << _random.Next(4);
        if (_random.Next(4) == 0)
        {
            BinaryPrimitives.WriteInt64BigEndian(number, value << (64 - (8 * size)));
        }
        else
        {
            BinaryPrimitives.WriteInt64LittleEndian(number, value);
        }
        var changed = content.ToArray();
        number.AsSpan(0, Math.Min(size, changed.Length - at)).CopyTo(changed.AsSpan(at));
        return changed;
    }

    private byte[] WithWord(byte[] content, int at)
    {
        var word = Pick(Words);
        var changed = content.ToArray();
        word.AsSpan(0, Math.Min(word.Length, changed.Length - at)).CopyTo(changed.AsSpan(at));
        return changed;
    }

    private byte[] Repeated(byte[] content, int at)
    {
        var block = content.AsSpan(at, Span(content.Length - at)).ToArray();
        var times = 1 << _random.Next(Math.Max(1, 14 - (int)Math.Log2(block.Length)));
        return [.. content[..at], .. Enumerable.Repeat(block, times).SelectMany(part => part), .. content[at..]];
    }

    private byte[] Spliced(byte[] content, int at, byte[] other)
    {
        if (other.Length == 0)
        {
            return content;
        }
        var from = Place(other.Length);
        var taken = other.AsSpan(from, Span(other.Length - from));
        return _random.Next(2) == 0
            ? [.. content[..at], .. taken, .. content[at..]]
            : [.. content[..at], .. taken, .. content[Math.Min(content.Length, at + taken.Length)..]];
    }

    private byte[] Exchanged(byte[] content, int at)
    {
        var other = Place(content.Length);
        var length = Span(Math.Min(content.Length - Math.Max(at, other), Math.Max(1, Math.Abs(at - other))));
        var changed = content.ToArray();
        content.AsSpan(at, length).CopyTo(changed.AsSpan(other));
        content.AsSpan(other, length).CopyTo(changed.AsSpan(at));
        return changed;
    }

    private T Pick<T>(IReadOnlyList<T> items) => items[_random.Next(items.Count)];
}
