using System.Diagnostics;

namespace LungSeg.Core.Formats.Arrays;

/// <summary>Encodes bytes as text as Python's own writers do: the inverse of <see cref="TextBytes"/>.</summary>
internal static class PayloadEncoder
{
    /// <summary>Number of bytes of <paramref name="plain"/> in an encoding.</summary>
    public static long GetLength(ReadOnlySpan<byte> plain, PayloadEncoding encoding)
    {
        if (encoding == PayloadEncoding.Raw)
        {
            return plain.Length;
        }
        var widths = GetWidths(encoding);
        var length = 0L;
        foreach (var value in plain)
        {
            length += widths[value];
        }
        return length;
    }

    /// <summary>
    /// Encodes <paramref name="plain"/> into <paramref name="destination"/>, which takes exactly <see cref="GetLength"/> bytes.
    /// </summary>
    public static void Encode(ReadOnlySpan<byte> plain, PayloadEncoding encoding, Span<byte> destination)
    {
        if (encoding == PayloadEncoding.Raw)
        {
            plain.CopyTo(destination);
            return;
        }

        var widths = GetWidths(encoding);
        var at = 0;
        foreach (var value in plain)
        {
            var width = widths[value];
            if (width == 1)
            {
                destination[at] = value;
            }
            else
            {
                Escape(value, encoding, destination.Slice(at, width));
            }
            at += width;
        }
    }

    private static readonly byte[] Utf8Widths = Widths(value => value < 0x80 ? 1 : 2);

    // The characters that CPython's pickle escapes in a UNICODE line: the backslash, and characters that end a line or, on some systems, a
    // text.
    private static readonly byte[] EscapeWidths = Widths(value => value is 0 or (byte)'\n' or (byte)'\r' or 0x1A or (byte)'\\' ? 6 : 1);

    // repr() of Python 2's str.
    private static readonly byte[] LiteralWidths = Widths(value =>
        value is (byte)'\\' or (byte)'\'' or (byte)'\n' or (byte)'\r' or (byte)'\t' ? 2
        : value is < 0x20 or >= 0x7F ? 4
        : 1
    );

    private static byte[] GetWidths(PayloadEncoding encoding) =>
        encoding switch
        {
            PayloadEncoding.Utf8 => Utf8Widths,
            PayloadEncoding.RawUnicodeEscape => EscapeWidths,
            PayloadEncoding.PythonLiteral => LiteralWidths,
            _ => throw new UnreachableException($"{encoding} is not text"),
        };

    private static byte[] Widths(Func<byte, int> widthOf) => [.. Enumerable.Range(0, 256).Select(value => (byte)widthOf((byte)value))];

    private static void Escape(byte value, PayloadEncoding encoding, Span<byte> destination)
    {
        if (encoding == PayloadEncoding.Utf8)
        {
            destination[0] = (byte)(0xC0 | (value >> 6));
            destination[1] = (byte)(0x80 | (value & 0x3F));
            return;
        }

        destination[0] = (byte)'\\';
        if (destination.Length == 2)
        {
            destination[1] = value switch
            {
                (byte)'\n' => (byte)'n',
                (byte)'\r' => (byte)'r',
                (byte)'\t' => (byte)'t',
                _ => value,
            };
            return;
        }

        destination[1] = encoding == PayloadEncoding.RawUnicodeEscape ? (byte)'u' : (byte)'x';
        var digits = destination[2..];
        digits[..^2].Fill((byte)'0');
        digits[^2] = Digit(value >> 4);
        digits[^1] = Digit(value & 0xF);
    }

    private static byte Digit(int value) => (byte)(value < 10 ? '0' + value : 'a' + value - 10);
}
