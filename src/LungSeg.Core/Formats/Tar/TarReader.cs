using System.Globalization;
using System.Text;
using LungSeg.Core.Bytes;

namespace LungSeg.Core.Formats.Tar;

/// <summary>Lists the files of a tar archive: ustar, GNU and pax, by their headers. Nothing is unpacked.</summary>
internal static class TarReader
{
    private const int Block = 512;
    private const int MaxNameBytes = 64 << 10;
    private const int MemberBytes = 256;

    /// <summary>Whether a block is the header of a member: its checksum is right, and its name not empty.</summary>
    public static bool Matches(ReadOnlySpan<byte> block) =>
        block.Length >= Block && block[0] != 0 && TryReadNumber(block.Slice(148, 8), out var sum) && sum == GetChecksum(block[..Block]);

    /// <summary>The files of an archive, in order.</summary>
    /// <exception cref="DatasetFormatException">
    /// The archive is cut short or damaged, has links in place of files, or a name leads out of the folder that it would be unpacked into.
    /// </exception>
    public static IReadOnlyList<TarFile> List(IByteSource source, ReadLimits limits)
    {
        var budget = new AllocationBudget(source.Name, limits, source.Length);
        var files = new List<TarFile>();
        var names = new HashSet<string>();
        var (pending, block) = (new Pending(), new byte[Block]);
        for (var at = 0L; at + Block <= source.Length; )
        {
            source.ReadExactly(at, block, "header of a member");
            if (!block.AsSpan().ContainsAnyExcept((byte)0))
            {
                // Two blocks of zeros end the archive.
                return files;
            }
            if (!Matches(block))
            {
                throw FormatError.Corrupt(source.Name, at, "the header of a member has a wrong checksum");
            }
            var type = (char)block[156];
            var length = pending.Length is { } stated && type is not ('x' or 'g' or 'L' or 'K') ? stated : ReadLength(block, source, at);
            var content = at + Block;
            if (length > source.Length - content)
            {
                throw FormatError.Truncated(source.Name, content, $"member {Shown(GetName(block))}", length, source.Length - content);
            }
            budget.Charge(MemberBytes, at);
            switch (type)
            {
                case 'x' or 'L':
                    pending = pending.With(type, Read(source, content, length), source, content);
                    break;
                case 'g' or 'K':
                    break;
                case '0' or '\0' or '7':
                    var name = pending.Name ?? GetName(block);
                    if (pending.IsSparse)
                    {
                        throw FormatError.Unsupported(source.Name, at, $"member {Shown(name)} is a sparse file");
                    }
                    Check(name, names.Add(name), source, at);
                    budget.Charge(2L * name.Length, at);
                    files.Add(new TarFile(name, content, length));
                    pending = new Pending();
                    break;
                case 'S':
                    throw FormatError.Unsupported(source.Name, at, $"member {Shown(GetName(block))} is a sparse file");
                case '1' or '2':
                    throw FormatError.Unsupported(
                        source.Name,
                        at,
                        $"member {Shown(pending.Name ?? GetName(block))} is a link; pack the file that it leads to in its place"
                    );
                default:
                    // Folders hold nothing; devices are no data.
                    pending = new Pending();
                    break;
            }
            at = content + ((length + Block - 1) / Block * Block);
        }
        throw FormatError.Corrupt(
            source.Name,
            source.Length,
            "the archive has no end (two blocks of zeros): it is cut short, download or copy it again"
        );
    }

    private static void Check(string name, bool isFirst, IByteSource source, long at)
    {
        if (!RelativePath.StaysInside(name.StartsWith("./", StringComparison.Ordinal) ? name[2..] : name))
        {
            throw FormatError.Corrupt(source.Name, at, $"member {Shown(name)} leads out of the archive");
        }
        if (!isFirst)
        {
            throw FormatError.Corrupt(source.Name, at, $"two members are called {Shown(name)}");
        }
    }

    private static byte[] Read(IByteSource source, long at, long length)
    {
        if (length > MaxNameBytes)
        {
            throw FormatError.TooLarge(source.Name, at, "length of the name of a member, in bytes,", length, MaxNameBytes);
        }
        var bytes = new byte[length];
        source.ReadExactly(at, bytes, "name of a member");
        return bytes;
    }

    private static string GetName(ReadOnlySpan<byte> block)
    {
        var name = GetText(block[..100]);
        var prefix = block.Slice(257, 6).SequenceEqual("ustar\0"u8) ? GetText(block.Slice(345, 155)) : string.Empty;
        return prefix.Length > 0 ? $"{prefix}/{name}" : name;
    }

    private static string GetText(ReadOnlySpan<byte> field)
    {
        var end = field.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? field : field[..end]);
    }

    private static long ReadLength(ReadOnlySpan<byte> block, IByteSource source, long at) =>
        TryReadNumber(block.Slice(124, 12), out var length)
            ? length
            : throw FormatError.Corrupt(source.Name, at + 124, "the length of a member is no number");

    /// <summary>Octal digits; or, where the first bit is set, the bytes of a number (GNU).</summary>
    private static bool TryReadNumber(ReadOnlySpan<byte> field, out long number)
    {
        number = 0;
        if ((field[0] & 0x80) != 0)
        {
            for (var i = 0; i < field.Length; i++)
            {
                var value = i == 0 ? field[0] & 0x7F : field[i];
                if (number > long.MaxValue >> 8)
                {
                    return false;
                }
                number = (number << 8) | (uint)value;
            }
            return true;
        }
        var digits = field.Trim((byte)0).Trim((byte)' ').Trim((byte)0);
        foreach (var digit in digits)
        {
            if (digit is < (byte)'0' or > (byte)'7')
            {
                return false;
            }
            number = (number << 3) | (uint)(digit - '0');
        }
        return digits.Length > 0;
    }

    private static long GetChecksum(ReadOnlySpan<byte> block)
    {
        var sum = 8L * ' ';
        for (var i = 0; i < block.Length; i++)
        {
            sum += i is >= 148 and < 156 ? 0 : block[i];
        }
        return sum;
    }

    private static string Shown(string name) => PrintableText.Escape(name, 80);

    /// <summary>What headers before a member say of it.</summary>
    private readonly record struct Pending(string? Name, long? Length, bool IsSparse)
    {
        public Pending With(char type, ReadOnlySpan<byte> content, IByteSource source, long at)
        {
            if (type == 'L')
            {
                return this with { Name = GetText(content) };
            }
            var found = this;
            while (!content.IsEmpty)
            {
                var space = content.IndexOf((byte)' ');
                if (
                    space <= 0
                    || !int.TryParse(content[..space], NumberStyles.None, CultureInfo.InvariantCulture, out var length)
                    || length <= space + 1
                    || length > content.Length
                    || content[(space + 1)..(length - 1)].IndexOf((byte)'=') is not (>= 0 and var equals)
                )
                {
                    throw FormatError.Corrupt(source.Name, at, "a pax header is damaged");
                }
                var record = content[(space + 1)..(length - 1)];
                found = found.With(Encoding.UTF8.GetString(record[..equals]), record[(equals + 1)..], source, at);
                content = content[length..];
            }
            return found;
        }

        private Pending With(string key, ReadOnlySpan<byte> value, IByteSource source, long at) =>
            key switch
            {
                "path" => this with { Name = Encoding.UTF8.GetString(value) },
                "size" => this with
                {
                    Length = long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var length)
                        ? length
                        : throw FormatError.Corrupt(source.Name, at, "the length in a pax header is no number"),
                },
                _ => key.StartsWith("GNU.sparse.", StringComparison.Ordinal) ? this with { IsSparse = true } : this,
            };
    }
}

/// <summary>A file of an archive.</summary>
/// <param name="Name">Its path.</param>
/// <param name="Offset">First byte of its content.</param>
/// <param name="Length">Bytes of its content.</param>
internal readonly record struct TarFile(string Name, long Offset, long Length);
