using System.Globalization;
using System.Text;

namespace LungSeg.Core.Formats.Tar;

/// <summary>
/// Writes members of a POSIX tar archive: regular files with mode 0644, without owner and time, so that equal content gives equal bytes.
/// </summary>
/// <remarks>.NET's own writer is not used: it writes the process id into the headers of long names.</remarks>
internal static class TarMember
{
    private const int Block = 512;
    private const int NameBytes = 100;
    private const byte RegularFile = (byte)'0';
    private const byte ExtendedHeader = (byte)'x';

    /// <summary>End of an archive: two blocks of zeros.</summary>
    public static ReadOnlySpan<byte> End => new byte[2 * Block];

    /// <summary>Appends one file: headers, content, and padding to a full block.</summary>
    /// <param name="target">The archive, or a piece of it that starts at a block boundary.</param>
    /// <param name="name">Name of the file. A name of more than 100 bytes gets a pax header.</param>
    /// <param name="content">Its bytes.</param>
    public static void Append(Stream target, string name, ReadOnlySpan<byte> content)
    {
        var bytes = Encoding.UTF8.GetBytes(name);
        if (bytes.Length > NameBytes)
        {
            AppendFile(target, bytes, ExtendedHeader, Record("path", bytes));
        }
        AppendFile(target, bytes, RegularFile, content);
    }

    private static void AppendFile(Stream target, ReadOnlySpan<byte> name, byte type, ReadOnlySpan<byte> content)
    {
        target.Write(Header(name, type, content.Length));
        target.Write(content);
        target.Write(new byte[(Block - (content.Length % Block)) % Block]);
    }

    /// <summary>
    /// pax record (POSIX.1-2001, pax Extended Header): its length, itself included, in decimal; a space; key=value; a line feed.
    /// </summary>
    private static byte[] Record(string key, ReadOnlySpan<byte> value)
    {
        var rest = 1 + key.Length + 1 + value.Length + 1;
        var length = rest + 1;
        while (length != rest + Digits(length))
        {
            length = rest + Digits(length);
        }
        return [.. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{length} {key}=")), .. value, (byte)'\n'];
    }

    private static int Digits(int number) => number.ToString(CultureInfo.InvariantCulture).Length;

    private static byte[] Header(ReadOnlySpan<byte> name, byte type, int length)
    {
        var header = new byte[Block];
        name[..Math.Min(name.Length, NameBytes)].CopyTo(header);
        Octal(header.AsSpan(100, 8), Convert.ToInt32("644", 8));
        Octal(header.AsSpan(108, 8), 0);
        Octal(header.AsSpan(116, 8), 0);
        Octal(header.AsSpan(124, 12), length);
        Octal(header.AsSpan(136, 12), 0);
        header[156] = type;
        "ustar\0"u8.CopyTo(header.AsSpan(257));
        "00"u8.CopyTo(header.AsSpan(263));
        Octal(header.AsSpan(329, 8), 0);
        Octal(header.AsSpan(337, 8), 0);

        // The checksum is computed with its own field as spaces.
        header.AsSpan(148, 8).Fill((byte)' ');
        var sum = 0;
        foreach (var value in header)
        {
            sum += value;
        }
        Octal(header.AsSpan(148, 7), sum);
        return header;
    }

    /// <summary>Writes octal digits, padded with zeros on the left, and a NUL.</summary>
    private static void Octal(Span<byte> field, int value) =>
        Encoding.ASCII.GetBytes(Convert.ToString(value, 8).PadLeft(field.Length - 1, '0'), field);
}
