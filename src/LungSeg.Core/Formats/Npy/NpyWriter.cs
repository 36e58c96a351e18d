using System.Buffers.Binary;
using System.Text;
using LungSeg.Core.Formats.Arrays;

namespace LungSeg.Core.Formats.Npy;

/// <summary>Creates headers of .npy files, version 1.0, C order.</summary>
internal static class NpyWriter
{
    private const int Alignment = 64;
    private const int PreambleBytes = 10;

    /// <summary>
    /// Magic, version, header length and header, padded with spaces to a multiple of 64 bytes; the elements follow, little endian.
    /// </summary>
    /// <exception cref="ArgumentException">The header is too long for version 1.0.</exception>
    public static byte[] Header(DType dtype, params ReadOnlySpan<long> shape)
    {
        var lengths = new StringBuilder();
        foreach (var length in shape)
        {
            lengths.Append(System.Globalization.CultureInfo.InvariantCulture, $"{length}, ");
        }
        if (shape.Length > 1)
        {
            lengths.Length -= 2;
        }
        else if (shape.Length == 1)
        {
            lengths.Length--;
        }
        return Header($"{dtype.OrderMark}{dtype.Code}", lengths.ToString());
    }

    /// <summary>Header of a one-dimensional array of texts with <paramref name="width"/> UTF-32 code units each.</summary>
    public static byte[] TextHeader(int width, long count) =>
        Header(
            string.Create(System.Globalization.CultureInfo.InvariantCulture, $"<U{width}"),
            string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{count},")
        );

    /// <summary>UTF-32 code units that a text takes, at least one.</summary>
    public static int GetWidth(string? text) => Math.Max(1, text?.EnumerateRunes().Count() ?? 0);

    /// <summary>Encodes a text as numpy's <c>&lt;U</c>: UTF-32, little endian, padded with zeros. A missing text is empty.</summary>
    public static byte[] Text(string? text, int width)
    {
        var element = new byte[width * sizeof(int)];
        var at = 0;
        foreach (var rune in (text ?? string.Empty).EnumerateRunes())
        {
            BinaryPrimitives.WriteInt32LittleEndian(element.AsSpan(at), rune.Value);
            at += sizeof(int);
        }

        return element;
    }

    private static byte[] Header(string descr, string shape)
    {
        var text = $"{{'descr': '{descr}', 'fortran_order': False, 'shape': ({shape}), }}";
        var total = (PreambleBytes + text.Length + 1 + Alignment - 1) / Alignment * Alignment;
        if (total - PreambleBytes > ushort.MaxValue)
        {
            throw new ArgumentException($"a header of {total} bytes is too long");
        }
        var header = new byte[total];
        header.AsSpan().Fill((byte)' ');
        header[0] = 0x93;
        "NUMPY"u8.CopyTo(header.AsSpan(1));
        (header[6], header[7]) = (1, 0);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(8), (ushort)(total - PreambleBytes));
        Encoding.ASCII.GetBytes(text, header.AsSpan(PreambleBytes));
        header[^1] = (byte)'\n';
        return header;
    }
}
